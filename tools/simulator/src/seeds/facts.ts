import { CONTRACTS, FUND_COLUMNS, SCHEMES, type Claim, type FundColumn } from '#contracts';
import {
  addDays,
  businessDate,
  clearingMonth,
  dayIn,
  dayOfMonth,
  lastDayOf,
  Money,
  nextMonth,
  type BusinessDate,
  type ClearingMonth,
} from '#kernel';
import { hashOf, Random } from '../random.js';

/** What settlement tells on a day, as it goes on the bus. */
export interface Fact {
  readonly on: BusinessDate;
  readonly type: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Everything settlement will tell of one seed, in the order in which it tells it, and the advances of its units. */
export interface SeedFacts {
  readonly units: readonly string[];
  /** Months with claims, one after the other. */
  readonly months: readonly ClearingMonth[];
  readonly facts: readonly Fact[];
  readonly levels: readonly { readonly payer: string; readonly receiver: string; readonly amount: string }[];
}

/** First months: half of the seeds see the end of March, when a year must be cleared (CLR-02). */
const FIRST_MONTHS = ['2025-02', '2025-05', '2025-08', '2025-10', '2025-11', '2025-12'];
const UNITS = ['11', '31', '32', '33', '65', '66'];
/** Both sides of the borders of AUD-01 and SEC-04. */
const BORDERS = ['29999.99', '30000.00', '99999.99', '100000.00'];
const INSTITUTIONS = 2;
const FUND_LINES_COUNT = 3;

const drawMoney = (random: Random, lowFen: number, highFen: number): Money =>
  Money.fromFen(BigInt(random.int(lowFen, highFen)));

export function makeFacts(seed: number): SeedFacts {
  const random = new Random(seed, 'facts');
  const units = [...UNITS]
    .sort((a, b) => new Random(seed, a).int(0, 1e6) - new Random(seed, b).int(0, 1e6))
    .slice(0, 3);
  const months = monthsFrom(clearingMonth(random.pick(FIRST_MONTHS)), random.int(2, 3));
  const claims = months.flatMap((month) => claimsOf(random, { seed, month, units }));
  const facts = [
    ...claims.map(toldOf),
    ...months.flatMap((month) => confirmationsOf(random, month, claims)),
    ...claims.flatMap((claim) => differenceOf(random, claim)),
  ];
  return { units, months, facts: inOrder(facts), levels: levelsOf(random, units) };
}

const inOrder = (facts: readonly Fact[]): readonly Fact[] =>
  facts
    .map((fact, index) => ({ fact, index }))
    .sort((a, b) => (a.fact.on === b.fact.on ? a.index - b.index : a.fact.on < b.fact.on ? -1 : 1))
    .map(({ fact }) => fact);

export function monthsFrom(first: ClearingMonth, count: number): readonly ClearingMonth[] {
  const months = [first];
  while (months.length < count) months.push(nextMonth(months.at(-1) ?? first));
  return months;
}

interface MonthOf {
  readonly seed: number;
  readonly month: ClearingMonth;
  readonly units: readonly string[];
}

/** Some claims of a month, and what is refunded of them, up to ten weeks later. */
function claimsOf(random: Random, { seed, month, units }: MonthOf): readonly Claim[] {
  return Array.from({ length: random.int(4, 10) }, (_, index) => {
    const claim = makeClaim(random, { claimId: `S${seed}-${month}-${index}`, month, units });
    const refundedOn = addDays(businessDate(claim.settledOn), random.int(0, random.permille(500) ? 3 : 70));
    return random.permille(200) ? [claim, refundOf(claim, refundedOn)] : [claim];
  }).flat();
}

function totalOf(random: Random, inpatient: boolean): Money {
  if (!inpatient) return drawMoney(random, 1_00, 90_000_00);
  return random.permille(600) ? Money.of(random.pick(BORDERS)) : drawMoney(random, 2_000_00, 250_000_00);
}

function makeClaim(
  random: Random,
  { claimId, month, units }: Omit<MonthOf, 'seed'> & { readonly claimId: string },
): Claim {
  const payer = random.pick(units);
  const receiver = random.pick(units.filter((unit) => unit !== payer));
  const inpatient = random.permille(450);
  const scheme = random.pick(SCHEMES);
  const settledOn = dayIn(month, random.int(1, dayOfMonth(lastDayOf(month))));
  const total = totalOf(random, inpatient);
  const funds = fundsOf(
    random,
    FUND_COLUMNS[scheme].map(({ column }) => column),
    total,
  );
  const paid = Money.sum(funds.map(({ amount }) => Money.of(amount)));
  const account = Money.sum(funds.filter(({ column }) => column === 'account').map(({ amount }) => Money.of(amount)));
  return {
    ...CONTRACTS.claimSettled.example,
    ...{ claimId, visitId: `V${claimId}`, visitKind: inpatient ? 'inpatient' : 'outpatient', refundOf: null, scheme },
    ...{ payer, receiver, insuredRegion: `${payer}0100`, careRegion: `${receiver}0102`, settledOn },
    ...{ institutionCode: `H${receiver}010200${random.int(1, INSTITUTIONS)}`, settledAt: `${settledOn} 10:00:00` },
    ...{ inpatientNumber: inpatient ? `ZY-${claimId}` : null, invoiceNumber: `FP-${claimId}` },
    ...{ admittedOn: inpatient ? dayIn(month, 1) : null, dischargedOn: inpatient ? settledOn : null },
    ...{ total: total.toString(), inScope: total.toString(), classBPrepay: '0.00', overLimit: '0.00', selfPay: '0.00' },
    ...{ funds, fundTotal: paid.minus(account).toString(), account: account.toString() },
    ...{ cash: total.minus(paid).toString(), hospitalBorne: '0.00' },
  };
}

/** None to three funds, each with up to a third of the bill. */
function fundsOf(random: Random, columns: readonly FundColumn[], total: Money): Claim['funds'] {
  const [first, count] = [random.int(0, columns.length - 1), random.int(0, FUND_LINES_COUNT)];
  const mostFen = Number(total.toFen()) / FUND_LINES_COUNT;
  return Array.from({ length: count }, (_, index) => columns[(first + index) % columns.length] as FundColumn).map(
    (column) => ({ code: '310100', column, amount: drawMoney(random, 1, Math.floor(mostFen)).toString() }),
  );
}

const negated = (text: string): string => Money.of(text).negate().toString();

function refundOf(claim: Claim, on: BusinessDate): Claim {
  const { total, inScope, fundTotal, account, cash, funds } = claim;
  return {
    ...claim,
    ...{ claimId: `${claim.claimId}R`, refundOf: claim.claimId, settledOn: on, settledAt: `${on} 16:00:00` },
    ...{ total: negated(total), inScope: negated(inScope), fundTotal: negated(fundTotal), account: negated(account) },
    ...{ cash: negated(cash), funds: funds.map((fund) => ({ ...fund, amount: negated(fund.amount) })) },
  };
}

const toldOf = (claim: Claim): Fact => {
  const { type, schema } = claim.refundOf === null ? CONTRACTS.claimSettled : CONTRACTS.claimRefunded;
  return { on: businessDate(claim.settledOn), type, subject: `visit-${claim.visitId}`, data: schema.parse(claim) };
};

/** Some lists are confirmed around the last day for it, the 20th (CLR-02). Whatever else was drawn stays as it was. */
function borderDay(claimId: string, month: ClearingMonth): BusinessDate | null {
  const hash = hashOf(`last day ${claimId} ${month}`);
  return hash % 8 === 0 ? dayIn(nextMonth(month), 19 + (hash % 3)) : null;
}

/** Lists of institutions, confirmed in the first days of the next month, some months later, some never (REC-03). */
function confirmationsOf(random: Random, month: ClearingMonth, claims: readonly Claim[]): readonly Fact[] {
  const { type, schema, example } = CONTRACTS.claimsConfirmed;
  const ofMonth = claims.filter(({ settledOn }) => settledOn.startsWith(month));
  const lists = new Map<string, Claim[]>();
  for (const claim of ofMonth) {
    const key = `${claim.institutionCode}/${random.int(1, 2)}`;
    lists.set(key, [...(lists.get(key) ?? []), claim]);
  }
  return [...lists].flatMap(([key, list]) => {
    if (random.permille(60)) return [];
    const [institutionCode = '', number] = key.split('/');
    const drawn = addDays(lastDayOf(month), random.permille(750) ? random.int(1, 15) : random.int(16, 100));
    const on = borderDay(list[0]?.claimId ?? '', month) ?? drawn;
    const span = { from: dayIn(month, 1), to: lastDayOf(month), confirmedOn: on };
    const claimIds = list.map(({ claimId }) => claimId);
    const data = { ...example, institutionCode, receiver: institutionCode.slice(1, 3), ...span, claimIds };
    return [{ on, type, subject: `statement-${institutionCode}-${month}-${number}`, data: schema.parse(data) }];
  });
}

/** 对账差异 of some claims, closed after days or months, or never (REC-01). */
function differenceOf(random: Random, { claimId, settledOn, receiver }: Claim): readonly Fact[] {
  if (!random.permille(120)) return [];
  const { differenceFound: found, differenceClosed: closed } = CONTRACTS;
  const foundOn = addDays(businessDate(settledOn), random.int(1, 20));
  const differenceId = `${settledOn}/care/${receiver}/${claimId}`;
  const subject = `day-${settledOn}-${receiver}`;
  const seen = { ...found.example, differenceId, claimId, businessDate: settledOn, owner: receiver };
  const facts: Fact[] = [{ on: foundOn, type: found.type, subject, data: found.schema.parse(seen) }];
  if (random.permille(800)) {
    const on = addDays(foundOn, random.int(1, random.permille(700) ? 15 : 90));
    const data = closed.schema.parse({ ...closed.example, differenceId, claimId, closedOn: on });
    facts.push({ on, type: closed.type, subject, data });
  }
  return facts;
}

/** Advances of most pairs, of the size of a month's clearing, so that the marks of PRE-05 are met from both sides. */
const levelsOf = (random: Random, units: readonly string[]): SeedFacts['levels'] =>
  units.flatMap((payer) =>
    units
      .filter((receiver) => receiver !== payer && random.permille(850))
      .map((receiver) => ({ payer, receiver, amount: drawMoney(random, 5_000_00, 150_000_00).toString() })),
  );
