import { CLEARING_UNITS, Money, type BusinessDate } from '#kernel';
import type { BookEntry } from '../hospital/book.js';
import type { Outside } from '../month/outside.js';
import type { Session } from '../world/sessions.js';
import type { World } from '../world/world.js';

/** 退费 of a cleared claim that turns its pair round: nothing else of the pair is cleared in that month (CLR-08). */
export interface PlantedReturn {
  readonly month: string;
  readonly payer: string;
  readonly receiver: string;
  /** Yuan as text, of funds and account: what flows back. */
  readonly amount: string;
}

export interface ReturnOf {
  readonly before: World;
  readonly month: World;
  /** A day of the month on which the table of the month before is there. */
  readonly date: BusinessDate;
}

const pairOf = ({ person, institution }: Session): string => `${person.unit}/${institution.unit}`;
const payableOf = ({ fundTotal, account }: BookEntry): Money => Money.of(fundTotal).plus(Money.of(account));

/** Refunds a claim of the month before on a day of this one; null if no pair of the month before stands alone. */
export async function plantReturn(outside: Outside, { before, month, date }: ReturnOf): Promise<PlantedReturn | null> {
  const busy = new Set([...month.sessions.map(pairOf), ...(await waitingPairs(outside, before.month))]);
  for (const session of before.sessions) {
    if (session.kind === 'inpatient' || session.refundDay !== null || busy.has(pairOf(session))) continue;
    const entry = outside.book.claim(outside.player.claimOf(session) ?? '');
    if (entry === undefined || !payableOf(entry).isPositive()) continue;
    const refund = { psnNo: session.person.psnNo, acts: [{ kind: 'refund' as const, session }] };
    await outside.treat(date, [refund], () => undefined);
    const { person, institution } = session;
    return { month: month.month, payer: person.unit, receiver: institution.unit, amount: payableOf(entry).toString() };
  }
  return null;
}

/** Pairs with claims of a month or earlier that did not enter its clearing. */
async function waitingPairs(outside: Outside, month: string): Promise<readonly string[]> {
  const { rows } = await outside.agencies.do<{ readonly rows: readonly (readonly string[])[] }>({
    ...{ method: 'GET', service: 'clearing', path: `/clearing/periods/${month}/tables/waiting` },
    ...{ role: 'national-agency', unit: 'nation' },
  });
  const codeOf = (name = ''): string => CLEARING_UNITS.find(({ shortName }) => shortName === name)?.code ?? '';
  return rows.map(([, payer, receiver]) => `${codeOf(payer)}/${codeOf(receiver)}`);
}
