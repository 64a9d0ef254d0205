import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { Money, ok, reject, type Result } from '#kernel';

export type LocalAudit = {
  readonly month: string;
  /** Cost of the place of care's own insured that was audited, and what was refused of it. */
  readonly audited: string;
  readonly deducted: string;
};

export type LocalAuditEvent = DomainEvent<
  'LocalAuditReported',
  LocalAudit & { readonly unit: string; readonly on: string }
>;

/** 本地审核 figures of one place of care by month, the last report counts (AUD-07). */
export interface LocalAudits {
  readonly byMonth: ReadonlyMap<string, LocalAudit>;
}

const definition: StreamDefinition<LocalAudits, LocalAuditEvent> = {
  category: 'local-audit',
  initialState: () => ({ byMonth: new Map() }),
  evolve: ({ byMonth }, { data }) => ({ byMonth: new Map([...byMonth, [data.month, data]]) }),
};

export const localAuditRef = (unit: string): StreamRef<LocalAudits> => ({ id: `local-audit-${unit}`, definition });

export interface ReportLocalAudit {
  readonly unit: string;
  readonly month: string;
  readonly on: string;
  readonly audited: Money;
  readonly deducted: Money;
}

/** AUD-07: what the place of care refused of its own insured's cost, beside which its out-of-area rate is published. */
export function decideLocalAudit(
  { unit, month, on, audited, deducted }: ReportLocalAudit,
  { byMonth }: LocalAudits,
): Result<readonly LocalAuditEvent[]> {
  if (!audited.isPositive()) return reject('local-audit.audited', 'AUD-07', '本地审核费用须大于零', ['audited']);
  if (deducted.isNegative() || deducted.gt(audited)) {
    return reject('local-audit.deducted', 'AUD-07', '本地扣款须在零与本地审核费用之间', ['deducted']);
  }
  const before = byMonth.get(month);
  const same = before?.audited === audited.toString() && before.deducted === deducted.toString();
  if (same) return ok([]);
  const data = { unit, month, on, audited: audited.toString(), deducted: deducted.toString() };
  return ok([{ type: 'LocalAuditReported', data }]);
}
