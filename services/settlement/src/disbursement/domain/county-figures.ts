import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { Money, ok, reject, type Result } from '#kernel';

/** What the insured of one county cost elsewhere in a month, gross: refunds are claims of their own month (REC-04). */
export type CountyPart = { readonly county: string; readonly claims: number; readonly amount: string };

export type CountyFiguresGenerated = {
  readonly city: string;
  readonly month: string;
  readonly generatedOn: string;
  readonly late: boolean;
  readonly checkBy: string;
  readonly counties: readonly CountyPart[];
};
export type CountyFiguresEvent =
  | DomainEvent<'CountyFiguresGenerated', CountyFiguresGenerated>
  | DomainEvent<
      'CountyFiguresConfirmed',
      { readonly county: string; readonly confirmedOn: string; readonly late: boolean; readonly remitBy: string }
    >
  | DomainEvent<
      'CountyRemitted',
      {
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
export interface CountyFigures {
  readonly generated: Omit<CountyFiguresGenerated, 'counties'> | null;
  readonly counties: ReadonlyMap<string, CountyState>;
}

export function evolveCountyFigures(figures: CountyFigures, event: CountyFiguresEvent): CountyFigures {
  switch (event.type) {
    case 'CountyFiguresGenerated': {
      const { counties, ...generated } = event.data;
      const open = { confirmedOn: null, confirmedLate: false, remitBy: null, remittedOn: null, remittedLate: false };
      return { generated, counties: new Map(counties.map((part) => [part.county, { ...part, ...open }])) };
    }
    case 'CountyFiguresConfirmed': {
      const { county, confirmedOn, late, remitBy } = event.data;
      return changed(figures, county, { confirmedOn, confirmedLate: late, remitBy });
    }
    case 'CountyRemitted': {
      const { county, remittedOn, late } = event.data;
      return changed(figures, county, { remittedOn, remittedLate: late });
    }
    default:
      return event satisfies never;
  }
}

function changed(figures: CountyFigures, county: string, changes: Partial<CountyState>): CountyFigures {
  const known = figures.counties.get(county);
  if (known === undefined) return figures;
  return { ...figures, counties: new Map([...figures.counties, [county, { ...known, ...changes }]]) };
}

const definition: StreamDefinition<CountyFigures, CountyFiguresEvent> = {
  category: 'county-figures',
  initialState: () => ({ generated: null, counties: new Map() }),
  evolve: evolveCountyFigures,
};
export const countyFiguresRef = (city: string, month: string): StreamRef<CountyFigures> => ({
  id: `county-figures-${city}-${month}`,
  definition,
});

export interface GenerateFigures {
  readonly city: string;
  readonly month: string;
  readonly on: string;
  /** The day of the next month the figures are due. */
  readonly figuresBy: string;
  /** Last working day for the counties to check them. */
  readonly checkBy: string;
  readonly counties: readonly CountyPart[];
}

/** 生成汇总: once, when the month is over; late ones are marked (REC-04). */
export function decideGenerate(
  command: GenerateFigures,
  { generated }: CountyFigures,
): Result<readonly CountyFiguresEvent[]> {
  const { on, figuresBy, ...data } = command;
  if (on.slice(0, 7) <= command.month) {
    return reject('county.month-open', 'REC-04', '该月尚未结束，不能生成汇总', ['month']);
  }
  if (generated !== null) {
    return reject('county.generated', 'REC-04', `该月汇总已于${generated.generatedOn}生成`, ['month']);
  }
  return ok([{ type: 'CountyFiguresGenerated', data: { ...data, generatedOn: on, late: on > figuresBy } }]);
}

/** 县区核对确认, by the working day the figures name; later is marked (REC-04). */
export function decideConfirmCounty(
  { county, on, remitBy }: { readonly county: string; readonly on: string; readonly remitBy: string },
  figures: CountyFigures,
): Result<readonly CountyFiguresEvent[]> {
  const known = figures.counties.get(county);
  if (known === undefined || figures.generated === null) return unknownCounty();
  if (known.confirmedOn !== null) {
    return reject('county.confirmed', 'REC-04', `该县区已于${known.confirmedOn}确认`, ['county']);
  }
  const data = { county, confirmedOn: on, late: on > figures.generated.checkBy, remitBy };
  return ok([{ type: 'CountyFiguresConfirmed', data }]);
}

export interface Remit {
  readonly county: string;
  readonly amount: Money;
  readonly bank: string;
  readonly serialNumber: string;
  readonly remittedOn: string;
  readonly today: string;
}

/** 上解: exactly the county's part, after it was confirmed; later than its working days is marked (REC-04). */
export function decideRemit(command: Remit, { counties }: CountyFigures): Result<readonly CountyFiguresEvent[]> {
  const { today, amount, ...facts } = command;
  const known = toRemit(command.county, counties);
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

function toRemit(county: string, counties: CountyFigures['counties']): Result<Checked> {
  const known = counties.get(county);
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
