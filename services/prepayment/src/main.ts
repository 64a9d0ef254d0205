import 'reflect-metadata';
import { runService } from '#service';
import { prepaymentService } from './definition.js';

await runService(prepaymentService);
