import type { FundColumn, Scheme } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { Money } from '#kernel';

export type DeductionLine = { readonly column: string; readonly amount: string };

/** Where a deduction outside an investigation comes from: AUD-07, CLR-04, CLR-10. */
export type DeductionSource = 'care-audit' | 'dispute' | 'recovery';

export type DeductionEvent = DomainEvent<
  'DeductionRecorded',
  {
    readonly deductionId: string;
    readonly claimId: string;
    readonly payer: string;
    readonly receiver: string;
    readonly scheme: Scheme;
    readonly source: DeductionSource;
    /** Number of the recovery or the dispute it belongs to. */
    readonly reference: string | null;
    readonly lines: readonly DeductionLine[];
    readonly reason: string;
    readonly on: string;
  }
>;

/** 审核扣款 of one claim besides its investigation: what was taken from every fund column so far (CLR-09). */
export interface ClaimDeductions {
  readonly taken: ReadonlyMap<string, Money>;
  readonly count: number;
}

const initialDeductions = (): ClaimDeductions => ({ taken: new Map(), count: 0 });

export function evolveDeductions({ taken, count }: ClaimDeductions, event: DeductionEvent): ClaimDeductions {
  return { taken: addedUp(event.data.lines, taken), count: count + 1 };
}

const definition: StreamDefinition<ClaimDeductions, DeductionEvent> = {
  category: 'deductions',
  initialState: initialDeductions,
  evolve: evolveDeductions,
};

export const deductionsRef = (claimId: string): StreamRef<ClaimDeductions> => ({
  id: `deductions-${claimId}`,
  definition,
});

/** Sums by fund column, on top of what was there. */
export function addedUp(
  lines: readonly DeductionLine[],
  before: ReadonlyMap<string, Money> = new Map(),
): ReadonlyMap<string, Money> {
  const sums = new Map(before);
  for (const { column, amount } of lines) sums.set(column, (sums.get(column) ?? Money.zero).plus(Money.of(amount)));
  return sums;
}

/** What can still be deducted of every column: what the fund paid less what was taken (CLR-09). */
export function remaining(
  paid: ReadonlyMap<FundColumn, Money>,
  ...taken: readonly ReadonlyMap<string, Money>[]
): ReadonlyMap<string, Money> {
  return new Map(
    [...paid].map(([column, amount]) => {
      const gone = Money.sum(taken.map((sums) => sums.get(column) ?? Money.zero));
      return [column, amount.minus(gone).max(Money.zero)] as const;
    }),
  );
}

/** Columns in which the lines take nothing, or more than is left. */
export const excessive = (lines: readonly DeductionLine[], left: ReadonlyMap<string, Money>): readonly string[] => [
  ...new Set([
    ...lines.filter(({ amount }) => !Money.of(amount).isPositive()).map(({ column }) => column),
    ...[...addedUp(lines)]
      .filter(([column, sum]) => !sum.lte(left.get(column) ?? Money.zero))
      .map(([column]) => column),
  ]),
];
