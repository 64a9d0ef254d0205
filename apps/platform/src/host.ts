import 'reflect-metadata';
import { runServices } from '#service';
import { ALL_SERVICES } from './platform/services.js';

/** The embedded host: the four services in one process, each its own application on its own port. */
await runServices(ALL_SERVICES);
