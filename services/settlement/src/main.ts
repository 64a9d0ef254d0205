import 'reflect-metadata';
import { runService } from '#service';
import { settlementService } from './index.js';

await runService(settlementService);
