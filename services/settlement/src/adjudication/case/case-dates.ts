import type { BusinessDate } from '#kernel';

type Dated = {
  readonly policy: { readonly date: BusinessDate };
  readonly person: { readonly birthDate?: BusinessDate; readonly insuredSince?: BusinessDate };
  readonly visit: {
    readonly kind: string;
    readonly date?: BusinessDate;
    readonly admittedOn?: BusinessDate;
    readonly dischargedOn?: BusinessDate;
  };
  readonly lines?: readonly { readonly date?: BusinessDate; readonly outside: boolean }[];
};
type Fault = readonly [path: string, message: string];

/** Day of settlement: as written, else the day of discharge, else the day whose policy is used. */
export const settledOn = ({ visit, policy }: Pick<Dated, 'policy' | 'visit'>): BusinessDate =>
  visit.date ?? visit.dischargedOn ?? policy.date;

/** Dates of a case that contradict each other, by field. Days of fee lines are those of the stay. */
export function datesFaults(data: Dated): readonly Fault[] {
  const { admittedOn, dischargedOn } = data.visit;
  const settled = settledOn(data);
  const begin = admittedOn ?? settled;
  const { birthDate, insuredSince } = data.person;
  return [
    ...earlier('visit.dischargedOn', [dischargedOn, '出院日期'], [admittedOn, '入院日期']),
    ...earlier('visit.date', [data.visit.date, '结算日期'], [dischargedOn ?? admittedOn, '住院日期']),
    ...earlier('person.birthDate', [begin, '就医日期'], [birthDate, '出生日期']),
    ...earlier('person.insuredSince', [begin, '就医日期'], [insuredSince, '参保日期']),
    ...(data.visit.kind === 'inpatient' ? lineFaults(data, settled) : []),
  ];
}

type Named = readonly [day: BusinessDate | undefined, name: string];

const earlier = (path: string, [day, name]: Named, [than, other]: Named): readonly Fault[] =>
  day !== undefined && than !== undefined && day < than ? [[path, `${name}${day}早于${other}${than}`]] : [];

/** Lines of outside institutions are refused by their own rule (SET-10). */
function lineFaults({ lines = [], visit }: Dated, settled: BusinessDate): readonly Fault[] {
  const { admittedOn, dischargedOn = settled } = visit;
  if (admittedOn === undefined) return [];
  return lines.flatMap(({ date, outside }, index): readonly Fault[] => {
    const isWithin = date === undefined || (date >= admittedOn && date <= dischargedOn);
    return isWithin || outside
      ? []
      : [[`lines.${index}.date`, `费用日期${date}不在住院期间${admittedOn}至${dischargedOn}`]];
  });
}
