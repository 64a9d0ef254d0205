import { Money } from '#kernel';
import type { Amounts } from '../../adjudication/domain/index.js';
import type { RecordedLine } from './events.js';

/** The split of a recorded line as amounts. */
export const amountsOf = (line: RecordedLine): Amounts => ({
  total: Money.of(line.total),
  inScope: Money.of(line.inScope),
  classBPrepay: Money.of(line.classBPrepay),
  overLimit: Money.of(line.overLimit),
  selfPay: Money.of(line.selfPay),
});
