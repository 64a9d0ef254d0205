import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { clearingMonth, Money, ok, reject, shiftMonth, type ClearingMonth, type Result } from '#kernel';

/** What the insured of one county cost elsewhere in a month, gross: refunds are claims of their own month (REC-04). */
export type CountyPart = { readonly county: string; readonly claims: number; readonly amount: string };
/** Of it, what was settled in one month (yyyy-MM): hospitals may confirm a claim after the figures of its month. */
export type SettledPart = CountyPart & { readonly settledIn: string };

export type CountyFiguresGenerated = {
  readonly city: string;
  readonly month: string;
  readonly generatedOn: string;
  readonly late: boolean;
  readonly checkBy: string;
  readonly counties: readonly CountyPart[];
  /** What the counties' parts are made of. */
  readonly parts: readonly SettledPart[];
};
export type CountyFiguresEvent =
  | DomainEvent<'CountyFiguresGenerated', CountyFiguresGenerated>
  | DomainEvent<
      'CountyFiguresConfirmed',
      {
        readonly month: string;
        readonly county: string;
        readonly confirmedOn: string;
        readonly late: boolean;
        readonly remitBy: string;
      }
    >
  | DomainEvent<
      'CountyRemitted',
      {
        readonly month: string;
        readonly county: string;
        readonly amount: string;
        readonly bank: string;
        readonly serialNumber: string;
        readonly remittedOn: string;
        readonly late: boolean;
      }
    >;

export interface CountyState extends CountyPart {
  readonly confirmedOn: string | null;
  readonly confirmedLate: boolean;
  readonly remitBy: string | null;
  readonly remittedOn: string | null;
  readonly remittedLate: boolean;
}

/** 县区清算汇总 of one city and month: frozen when the city makes it, then checked and remitted county by county. */
export interface MonthFigures {
  readonly generated: Omit<CountyFiguresGenerated, 'counties' | 'parts'>;
  readonly counties: ReadonlyMap<string, CountyState>;
}

/** Those of one city, in the order of their months, and what they have counted by county and month of settlement. */
export interface CountyFigures {
  readonly months: ReadonlyMap<string, MonthFigures>;
  readonly counted: ReadonlyMap<string, SettledPart>;
}

export function evolveCountyFigures(figures: CountyFigures, event: CountyFiguresEvent): CountyFigures {
  switch (event.type) {
    case 'CountyFiguresGenerated':
      return generated(figures, event.data);
    case 'CountyFiguresConfirmed': {
      const { confirmedOn, late, remitBy } = event.data;
      return changed(figures, event.data, { confirmedOn, confirmedLate: late, remitBy });
    }
    case 'CountyRemitted': {
      const { remittedOn, late } = event.data;
      return changed(figures, event.data, { remittedOn, remittedLate: late });
    }
    default:
      return event satisfies never;
  }
}

const OPEN = { confirmedOn: null, confirmedLate: false, remitBy: null, remittedOn: null, remittedLate: false };

function generated({ months, counted }: CountyFigures, data: CountyFiguresGenerated): CountyFigures {
  const { counties, parts, ...facts } = data;
  const month = { generated: facts, counties: new Map(counties.map((part) => [part.county, { ...part, ...OPEN }])) };
  // Nothing is remitted where nothing is due: that county's part stands to be counted in the next figures.
  const due = new Set(counties.filter(({ amount }) => Money.of(amount).isPositive()).map(({ county }) => county));
  const now = parts.filter(({ county }) => due.has(county)).map((part) => combined(counted, part, 1));
  return {
    months: new Map([...months, [data.month, month]]),
    counted: new Map([...counted, ...now.map((part) => [keyOf(part), part] as const)]),
  };
}

const keyOf = ({ county, settledIn }: SettledPart): string => `${county}|${settledIn}`;

/** With what was counted before added to it, or taken off. */
function combined(counted: CountyFigures['counted'], part: SettledPart, sign: 1 | -1): SettledPart {
  const before = counted.get(keyOf(part));
  if (before === undefined) return part;
  const amount = Money.of(before.amount);
  const sum = Money.of(part.amount).plus(sign === 1 ? amount : amount.negate());
  return { ...part, claims: part.claims + sign * before.claims, amount: sum.toString() };
}

type Whose = { readonly month: string; readonly county: string };

function changed(figures: CountyFigures, { month, county }: Whose, changes: Partial<CountyState>): CountyFigures {
  const before = figures.months.get(month);
  const known = before?.counties.get(county);
  if (before === undefined || known === undefined) return figures;
  const counties = new Map([...before.counties, [county, { ...known, ...changes }]]);
  return { ...figures, months: new Map([...figures.months, [month, { ...before, counties }]]) };
}

const definition: StreamDefinition<CountyFigures, CountyFiguresEvent> = {
  category: 'county-figures',
  initialState: () => ({ months: new Map(), counted: new Map() }),
  evolve: evolveCountyFigures,
};
export const countyFiguresRef = (city: string): StreamRef<CountyFigures> => ({
  id: `county-figures-${city}`,
  definition,
});

/** Months for which late confirmations are looked for: the claims of January are cleared by the end of the next March (CLR-02). */
const LOOKED_BACK = 14;

/** First month of settlement that the figures of a month look at: never before the city's first figures. */
export function lookedAtSince({ months }: CountyFigures, month: ClearingMonth): ClearingMonth {
  const [first = month] = months.keys();
  const earliest = shiftMonth(month, -LOOKED_BACK);
  return first > earliest ? clearingMonth(first) : earliest;
}

export interface GenerateFigures {
  readonly city: string;
  readonly month: string;
  readonly on: string;
  /** The day of the next month the figures are due. */
  readonly figuresBy: string;
  /** Last working day for the counties to check them. */
  readonly checkBy: string;
  /** First month of settlement the parts were read from. */
  readonly since: string;
  /** All that is confirmed of what was settled from that month to the end of this one, counted before or not. */
  readonly confirmed: readonly SettledPart[];
}

/**
 * 生成汇总: once, when the month is over, one month after the other; late ones are marked. Claims that hospitals confirmed
 * after the figures of their month stand in the next ones, so that none is lost and none counted twice (REC-04).
 */
export function decideGenerate(
  command: GenerateFigures,
  figures: CountyFigures,
): Result<readonly CountyFiguresEvent[]> {
  const { on, figuresBy, since, confirmed, ...data } = command;
  const refused = refuseGenerate(command, figures);
  if (refused !== null) return refused;
  const parts = confirmed.map((part) => combined(figures.counted, part, -1)).filter(isAnything);
  const late = on > figuresBy;
  const counties = byCounty(parts);
  return ok([{ type: 'CountyFiguresGenerated', data: { ...data, generatedOn: on, late, counties, parts } }]);
}

function refuseGenerate({ on, month, since }: GenerateFigures, figures: CountyFigures): Result<never> | null {
  if (on.slice(0, 7) <= month) {
    return reject('county.month-open', 'REC-04', '该月尚未结束，不能生成汇总', ['month']);
  }
  const before = figures.months.get(month);
  if (before !== undefined) {
    return reject('county.generated', 'REC-04', `该月汇总已于${before.generated.generatedOn}生成`, ['month']);
  }
  const later = [...figures.months.keys()].find((one) => one > month);
  if (later !== undefined) {
    return reject('county.later-generated', 'REC-04', `${later}的汇总已生成，不能再生成更早月份的`, ['month']);
  }
  if (since === lookedAtSince(figures, clearingMonth(month))) return null;
  return reject('county.busy', 'REC-04', '该市汇总刚有变动，请重试', ['month']);
}

const isAnything = ({ claims, amount }: SettledPart): boolean => claims !== 0 || !Money.of(amount).isZero();

function byCounty(parts: readonly SettledPart[]): readonly CountyPart[] {
  const names = [...new Set(parts.map(({ county }) => county))].sort();
  return names.map((county) => {
    const own = parts.filter((part) => part.county === county);
    const claims = own.reduce((sum, part) => sum + part.claims, 0);
    return { county, claims, amount: Money.sum(own.map(({ amount }) => Money.of(amount))).toString() };
  });
}

/** 县区核对确认, by the working day the figures name; later is marked (REC-04). */
export function decideConfirmCounty(
  { month, county, on, remitBy }: Whose & { readonly on: string; readonly remitBy: string },
  { months }: CountyFigures,
): Result<readonly CountyFiguresEvent[]> {
  const figures = months.get(month);
  const known = figures?.counties.get(county);
  if (figures === undefined || known === undefined) return unknownCounty();
  if (known.confirmedOn !== null) {
    return reject('county.confirmed', 'REC-04', `该县区已于${known.confirmedOn}确认`, ['county']);
  }
  const data = { month, county, confirmedOn: on, late: on > figures.generated.checkBy, remitBy };
  return ok([{ type: 'CountyFiguresConfirmed', data }]);
}

export interface Remit {
  readonly month: string;
  readonly county: string;
  readonly amount: Money;
  readonly bank: string;
  readonly serialNumber: string;
  readonly remittedOn: string;
  readonly today: string;
}

/** 上解: exactly the county's part, after it was confirmed; later than its working days is marked (REC-04). */
export function decideRemit(command: Remit, { months }: CountyFigures): Result<readonly CountyFiguresEvent[]> {
  const { today, amount, ...facts } = command;
  const known = toRemit(command.county, months.get(command.month)?.counties);
  if (!known.ok) return known;
  const { confirmedOn, remitBy } = known.value;
  const due = Money.of(known.value.amount);
  if (!due.isPositive()) return reject('county.nothing-due', 'REC-04', `该县区应上解${due}元，无需上解`, ['county']);
  if (!amount.eq(due)) return reject('county.amount', 'REC-04', `金额须等于该县区应上解的${due}元`, ['amount']);
  if (facts.remittedOn < confirmedOn || facts.remittedOn > today) {
    return reject('county.remitted-on', 'REC-04', '上解日期须在确认之日与今日之间', ['remittedOn']);
  }
  const late = facts.remittedOn > remitBy;
  return ok([{ type: 'CountyRemitted', data: { ...facts, amount: amount.toString(), late } }]);
}

type Checked = CountyState & { readonly confirmedOn: string; readonly remitBy: string };

function toRemit(county: string, counties: MonthFigures['counties'] | undefined): Result<Checked> {
  const known = counties?.get(county);
  if (known === undefined) return unknownCounty();
  const { confirmedOn, remitBy, remittedOn } = known;
  if (confirmedOn === null || remitBy === null) {
    return reject('county.unconfirmed', 'REC-04', '该县区尚未核对确认，不能上解', ['county']);
  }
  if (remittedOn !== null) return reject('county.remitted', 'REC-04', `该县区已于${remittedOn}上解`, ['county']);
  return ok({ ...known, confirmedOn, remitBy });
}

const unknownCounty = (): Result<never> =>
  reject('county.unknown', 'REC-04', '该月汇总尚未生成，或没有该县区的费用', ['county']);
