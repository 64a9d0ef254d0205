import 'reflect-metadata';
import { runService } from '#service';
import { registrationService } from './index.js';

await runService(registrationService);
