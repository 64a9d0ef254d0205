export { annualLevel, levelMonths } from './advance/domain/level-rule.js';
export { paperColumn, type PaperColumn } from './advance/domain/paper-unit.js';
export { prepaymentService } from './definition.js';
export { ratePercent, useLevel, type UseLevel } from './warning/domain/use-rate.js';
