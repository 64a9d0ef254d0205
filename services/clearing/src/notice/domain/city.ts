import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { Money, ok, reject, type Result } from '#kernel';

/** 上解: a city remits what its insured cost elsewhere; 下拨: it receives what it treated for others (CLR-07). */
export type CityDirection = 'remit' | 'receive';

export type CityEvent = DomainEvent<
  'CitySettled',
  {
    readonly month: string;
    readonly unit: string;
    /** 统筹地区 by its region code: a city, a municipality as a whole, a county that belongs to no city. */
    readonly city: string;
    readonly direction: CityDirection;
    readonly amount: string;
    /** The city's part was negative: the money flowed the other way ("*", CLR-08). */
    readonly returned?: boolean;
    readonly bank: string;
    readonly serialNumber: string;
    readonly movedOn: string;
    readonly on: string;
    /** After the five working days from the notice. */
    readonly late: boolean;
  }
>;

/** What the cities of one unit have remitted and received for one month. */
export interface Cities {
  readonly settled: ReadonlySet<string>;
}

const keyOf = ({ city, direction }: { readonly city: string; readonly direction: string }): string =>
  `${city}/${direction}`;

const definition: StreamDefinition<Cities, CityEvent> = {
  category: 'cities',
  initialState: () => ({ settled: new Set() }),
  evolve: ({ settled }, { data }) => ({ settled: new Set([...settled, keyOf(data)]) }),
};

export const citiesRef = (month: string, unit: string): StreamRef<Cities> => ({
  id: `cities-${month}-${unit}`,
  definition,
});

export interface SettleCity {
  readonly month: string;
  readonly unit: string;
  readonly city: string;
  readonly direction: CityDirection;
  /** What the city owes or is owed by the table, negative where it flows the other way; null where it has no part in it. */
  readonly due: Money | null;
  readonly amount: Money;
  readonly bank: string;
  readonly serialNumber: string;
  readonly movedOn: string;
  readonly on: string;
  /** Of the notice; null before it was published. */
  readonly notice: { readonly publishedOn: string; readonly handOverBy: string } | null;
}

/** 上解、下拨 (CLR-07): exactly the city's part of the table, within five working days of the notice; later is recorded as late. */
export function decideSettleCity(command: SettleCity, { settled }: Cities): Result<readonly CityEvent[]> {
  const { notice, due, amount, movedOn, on, ...named } = command;
  if (notice === null) return reject('city.no-notice', 'CLR-07', '通知书尚未发布', ['month']);
  if (settled.has(keyOf(command))) return ok([]);
  if (due === null || due.isZero())
    return reject('city.nothing-due', 'CLR-07', '该市本月没有应上解或下拨的资金', ['city']);
  if (!amount.eq(due.abs())) {
    return reject('city.amount', 'CLR-07', `金额须等于该市应上解或下拨的${due.abs()}元`, ['amount']);
  }
  if (movedOn < notice.publishedOn || movedOn > on) {
    return reject('city.moved-on', 'CLR-07', '日期须在通知书发布之日与今日之间', ['movedOn']);
  }
  const moved = { ...named, ...turned(due), amount: amount.toString(), movedOn, on };
  return ok([{ type: 'CitySettled', data: { ...moved, late: movedOn > notice.handOverBy } }]);
}

const turned = (due: Money): { returned?: true } => (due.isNegative() ? { returned: true } : {});

export interface CityLine {
  readonly city: string;
  readonly direction: CityDirection;
  /** The city's part of the table; negative flows the other way, with "*" (CLR-08). */
  readonly due: string;
  readonly settledOn: string | null;
  /** Settled after the five working days, or still not settled after them (CLR-07). */
  readonly late: boolean;
}

interface CityPart {
  /** 统筹地区 by its region code; empty where a claim's region has none, which nobody can settle. */
  readonly key: string;
  readonly cleared: string;
}

export interface MovedCity {
  readonly city: string;
  readonly direction: string;
  readonly movedOn: string;
  readonly late: boolean;
}

/** What each city of a unit owes and is owed of a published table, and what has moved of it (CLR-07). */
export function cityLines({
  owed,
  owing,
  moved,
  isPast,
}: {
  readonly owed: readonly CityPart[];
  readonly owing: readonly CityPart[];
  readonly moved: readonly MovedCity[];
  /** The five working days are over. */
  readonly isPast: boolean;
}): readonly CityLine[] {
  const lineOf = (direction: CityDirection, { key, cleared }: CityPart): CityLine => {
    const done = moved.find((row) => row.city === key && row.direction === direction);
    return { city: key, direction, due: cleared, settledOn: done?.movedOn ?? null, late: done?.late ?? isPast };
  };
  return [...owed.map((part) => lineOf('remit', part)), ...owing.map((part) => lineOf('receive', part))].filter(
    ({ city, due }) => city !== '' && due !== '0.00',
  );
}
