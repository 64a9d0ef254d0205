import type { SplitLine } from '../../adjudication/domain/index.js';
import type { RecordedLine, SplitText } from './events.js';

type Split = SplitText & Pick<RecordedLine, 'category' | 'itemClass' | 'selfPayRatio' | 'priceCeiling'>;

/** How the place of care split a line, as it is recorded (SET-03). */
export const splitAsText = (split: SplitLine): Split => ({
  category: split.category,
  itemClass: split.class,
  selfPayRatio: String(split.selfpayProp),
  priceCeiling: split.priceCeiling?.toString() ?? '',
  total: split.total.toString(),
  inScope: split.inScope.toString(),
  classBPrepay: split.classBPrepay.toString(),
  overLimit: split.overLimit.toString(),
  selfPay: split.selfPay.toString(),
});
