import { Money } from '#kernel';
import type { BookEntry, HospitalBook } from '../hospital/book.js';
import type { Outcome } from '../month/outcome.js';
import { hashOf } from '../random.js';
import { forEach, type Agencies } from './agencies.js';

type Side = 'care' | 'insured';

/** Funds, split of the fee and what the hospital bears stand beside the totals. */
interface LedgerEntry extends Readonly<Record<string, string>> {
  readonly claimId: string;
  readonly state: 'settled' | 'refunded';
  readonly total: string;
  readonly fundTotal: string;
  readonly account: string;
  readonly cash: string;
}

interface Ledger {
  readonly side: Side;
  readonly unit: string;
  readonly date: string;
  readonly entries: readonly LedgerEntry[];
}

interface KnownDifference {
  readonly differenceId: string;
  readonly businessDate: string;
  readonly owner: string;
  readonly closedOn: string | null;
}

const ONE_IN = 140;
const ONE_CENT = Money.of('0.01');
const AT_ONCE = 8;
/** The one day on which every world has a difference, however few its claims. */
const CERTAIN_DAY = '-08';

const claimIdOf = (differenceId: string): string => differenceId.split('/').at(-1) ?? '';
const unitOf = ({ institution, person }: BookEntry, side: Side): string =>
  side === 'care' ? institution.unit : person.unit;

/** 日对账文件 of both sides, some of them wrong on purpose: missing, another amount, another state, twice (REC-01). */
export class Ledgers {
  private readonly planted = new Set<string>();
  /** Claims with a difference as it stood at the last comparison. */
  private open: readonly string[] = [];

  constructor(
    private readonly agencies: Agencies,
    private readonly book: HospitalBook,
    private readonly outcome: Outcome,
  ) {}

  /**
   * Reports a day for every unit that had claims on it. What was `reported` is only remembered: the last ledger counts, and
   * a wrong one that comes again would undo its correction.
   */
  async sendDay(date: string, { reported }: { readonly reported: boolean }): Promise<void> {
    const ledgers = this.ledgersOf(date).map((ledger) => this.spoil(ledger));
    if (!reported) await forEach(ledgers, AT_ONCE, (ledger) => this.send(ledger));
    this.outcome.planted.differences = this.planted.size;
  }

  /** What the platform has found against what was planted; anything else is an error of one of them. */
  async compareWithPlatform(): Promise<readonly KnownDifference[]> {
    const known = await this.agencies.do<readonly KnownDifference[]>({
      ...{ method: 'GET', service: 'settlement', path: '/settlement/reconciliation/differences' },
      ...{ role: 'national-agency', unit: 'nation' },
    });
    this.outcome.found.differences = known.filter(({ differenceId }) => this.planted.has(differenceId)).length;
    for (const { differenceId } of known.filter((one) => !this.planted.has(one.differenceId))) {
      this.outcome.unexpected(`对账差异${differenceId}不是埋入的`);
    }
    this.open = known.filter(({ closedOn }) => closedOn === null).map(({ differenceId }) => claimIdOf(differenceId));
    return known;
  }

  /** Claims whose difference nobody put right. */
  leftOpen(): readonly string[] {
    return this.open;
  }

  /** Differences are put right: by a corrected ledger, by their owner with a reason, or left open for a later month. */
  async settleDifferences(): Promise<void> {
    for (const { differenceId, businessDate, owner, closedOn } of await this.compareWithPlatform()) {
      const [, side = 'care'] = differenceId.split('/');
      const fate = hashOf(`fate ${side} ${owner} ${businessDate}`) % 10;
      if (closedOn !== null || fate === 9) continue;
      if (fate < 4) await this.correct(side as Side, owner, businessDate);
      else await this.close(differenceId, owner, businessDate);
    }
  }

  private async correct(side: Side, unit: string, date: string): Promise<void> {
    const right = this.ledgersOf(date).find((ledger) => ledger.side === side && ledger.unit === unit);
    await this.send(right ?? { side, unit, date, entries: [] });
  }

  private async close(differenceId: string, unit: string, businessDate: string): Promise<void> {
    await this.agencies.do({
      ...{ method: 'POST', service: 'settlement', path: '/settlement/reconciliation/differences/close' },
      ...{ role: 'provincial-agency', unit },
      body: { differenceId, unit, businessDate, reason: '经核对，以国家侧记录为准' },
    });
  }

  private async send({ side, unit, date, entries }: Ledger): Promise<void> {
    await this.agencies.do({
      ...{ method: 'PUT', service: 'settlement', path: `/settlement/reconciliation/ledgers/${side}/${unit}/${date}` },
      ...{ role: 'provincial-agency', unit, body: { entries } },
    });
  }

  private ledgersOf(date: string): readonly Ledger[] {
    const entries = this.book.ofDay(date);
    return (['care', 'insured'] as const).flatMap((side) => {
      const units = [...new Set(entries.map((entry) => unitOf(entry, side)))].sort();
      return units.map((unit) => ({
        ...{ side, unit, date },
        entries: entries.filter((entry) => unitOf(entry, side) === unit).map(ledgerEntry),
      }));
    });
  }

  private spoil(ledger: Ledger): Ledger {
    const { side, unit, date, entries } = ledger;
    const spoilt = entries.flatMap((entry, index) => {
      const draw = hashOf(`plant ${side} ${entry.claimId}`);
      const certain = date.endsWith(CERTAIN_DAY) && index === 0;
      if (!certain && draw % ONE_IN !== 0) return [entry];
      this.planted.add(`${date}/${side}/${unit}/${entry.claimId}`);
      return wrongEntry(entry, Math.floor(draw / ONE_IN) % WRONGS.length);
    });
    return { ...ledger, entries: spoilt };
  }
}

const ledgerEntry = ({ claimId, refundOf, total, fundTotal, account, cash, parts }: BookEntry): LedgerEntry => ({
  ...{ claimId, state: refundOf === null ? 'settled' : 'refunded', total, fundTotal, account, cash, ...parts },
});

const off = (yuan: string | undefined, by: Money): string =>
  Money.of(yuan ?? '0.00')
    .plus(by)
    .toString();

/** One of each class of REC-01, and a cent that no total shows. */
const WRONGS: readonly ((entry: LedgerEntry) => readonly LedgerEntry[])[] = [
  () => [],
  (entry) => [{ ...entry, cash: off(entry.cash, ONE_CENT) }],
  (entry) => [{ ...entry, state: entry.state === 'settled' ? 'refunded' : 'settled' }],
  (entry) => [entry, entry],
  (entry) => [
    { ...entry, inScope: off(entry['inScope'], ONE_CENT.negate()), selfPay: off(entry['selfPay'], ONE_CENT) },
  ],
];
const wrongEntry = (entry: LedgerEntry, which: number): readonly LedgerEntry[] => WRONGS[which]?.(entry) ?? [];
