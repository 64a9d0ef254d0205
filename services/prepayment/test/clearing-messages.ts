import { CONTRACTS, type NoticesPublished, type TableGenerated } from '#contracts';
import { Money } from '#kernel';
import type { EventOfOther } from '#testing';

/** `payer>receiver` and what is cleared; two schemes of a pair are two entries of a list. */
export type Cells = readonly (readonly [
  payer: string,
  receiver: string,
  cleared: string,
  scheme?: 'employee' | 'resident',
])[];

export function table(month: string, generatedOn: string, cells: Cells): TableGenerated {
  return {
    month,
    generatedOn,
    cells: cells.map(([payer, receiver, cleared, scheme = 'employee']) => ({
      ...{ payer, receiver, scheme, payable: cleared, deducted: '0.00', cleared, claims: 1 },
    })),
    total: Money.sum(cells.map(([, , cleared]) => Money.of(cleared))).toString(),
  };
}

export const tableMessage = (generated: TableGenerated): EventOfOther => ({
  ...{ type: CONTRACTS.tableGenerated.type, subject: `period-${generated.month}`, data: generated },
});

export const noticesMessage = (notices: NoticesPublished): EventOfOther => ({
  ...{ type: CONTRACTS.noticesPublished.type, subject: `period-${notices.month}`, data: notices },
});
