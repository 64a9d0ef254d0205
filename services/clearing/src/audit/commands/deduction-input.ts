import { z } from 'zod';
import { FUND_COLUMNS, type FundColumn } from '#contracts';
import { yuanInput } from '#http';

const columns = [...new Set(Object.values(FUND_COLUMNS).flatMap((list) => list.map(({ column }) => column)))];
export const MAX_COLUMNS = columns.length;

export const columnInput = z.enum(columns as [FundColumn, ...FundColumn[]], { error: '不是附件14的基金列' });
/** 扣款 of one fund column (CLR-09). */
export const deductionInput = z.strictObject({ column: columnInput, amount: yuanInput });
