import 'reflect-metadata';
import { runService } from '#service';
import { clearingService } from './index.js';

await runService(clearingService);
