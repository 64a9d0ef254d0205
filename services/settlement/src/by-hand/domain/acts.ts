import { Money, ok, reject, type Result } from '#kernel';
import {
  CAUSES,
  type CareDayCover,
  type HandBill,
  type HandClaim,
  type HandClaimEvent,
  type Slip,
  type Term,
} from './hand-claim.js';
import { namesOf, papersFor, type Paper } from './papers.js';

type Key = Pick<HandBill, 'institutionCode' | 'invoiceNumber'>;
/** What is done, by the agency of which unit, when. */
export type Act = Key & { readonly payer: string; readonly on: string };
type Decided = Result<readonly HandClaimEvent[]>;

export interface FileHandClaim {
  readonly bill: HandBill;
  readonly papers: readonly Paper[];
  readonly on: string;
  /** The times that begin should the papers be complete. */
  readonly term: Term;
  /** Marks of an injury (外伤, 涉及第三方). */
  readonly thirdParty: boolean;
  /** What the agency has verified of the day of the care, where it files for somebody insured otherwise today. */
  readonly cover: CareDayCover | null;
}

/** 受理: an invoice is filed once, unless it was refused or taken back; what is missing is told all at once (SET-17; HA art. 18). */
export function decideFile(command: FileHandClaim, claim: HandClaim): Decided {
  const { bill, papers, on, term, thirdParty, cover } = command;
  if (!['none', 'refused', 'reversed'].includes(claim.status)) {
    return reject('hand-claim.filed', 'SET-17', '该票据已登记手工报销，不能重复登记', ['invoiceNumber']);
  }
  if (thirdParty) {
    const message = '涉及第三方责任的外伤费用不予报销，请由第三方承担';
    return reject('hand-claim.third-party', 'SET-09', message, ['thirdParty']);
  }
  const refused = refuseBill(bill, on);
  if (refused !== null) return refused;
  const given = [...new Set(papers)];
  const missing = papersFor(bill).filter((paper) => !given.includes(paper));
  const data = { ...bill, filedOn: on, papers: given, missing, term: missing.length === 0 ? term : null };
  return ok([{ type: 'HandClaimFiled', data }, ...(cover === null ? [] : [verified(bill, cover, on)])]);
}

function refuseBill(bill: HandBill, on: string): Result<never> | null {
  const { careFrom, careTo, visitKind, total } = bill;
  if (careTo < careFrom || careTo > on || (visitKind !== 'inpatient' && careTo !== careFrom)) {
    const message = '就医起止日期须先后相符、不晚于今日，门诊为同一日';
    return reject('hand-claim.dates', 'SET-17', message, ['careFrom', 'careTo']);
  }
  if (!Money.of(total).isPositive()) return reject('hand-claim.total', 'SET-17', '费用总额须大于0', ['total']);
  return refuseCause(bill);
}

function refuseCause({ cause, emergency, died }: HandBill): Result<never> | null {
  if (['unfiled-emergency', 'death'].includes(cause) && !emergency) {
    return reject('hand-claim.emergency', 'SET-07', `${CAUSES[cause]}须有急诊标志`, ['emergency']);
  }
  if (died === (cause === 'death')) return null;
  return reject('hand-claim.death', 'SET-08', '死亡标志与原因不符', ['died', 'cause']);
}

/** 补齐材料: the clock begins on the day everything is there (HA art. 19). */
export function decideSupplement(
  { papers, term, ...act }: Act & { readonly papers: readonly Paper[]; readonly term: Term },
  claim: HandClaim,
): Decided {
  const known = knownTo(act, claim);
  if (known !== null) return known;
  if (claim.status !== 'papers-missing') {
    return reject('hand-claim.complete', 'SET-17', '该手工报销没有待补的材料', ['papers']);
  }
  const given = claim.missing.filter((paper) => papers.includes(paper));
  if (given.length === 0) {
    return reject('hand-claim.papers', 'SET-17', `尚缺${namesOf(claim.missing)}，本次没有补交其中任何一项`, ['papers']);
  }
  const missing = claim.missing.filter((paper) => !given.includes(paper));
  const data = { ...keyOf(act), papers: given, missing, term: missing.length === 0 ? term : null, on: act.on };
  return ok([{ type: 'HandClaimPapersReceived', data }]);
}

const verified = (key: Key, { insuranceType, reason }: CareDayCover, on: string): HandClaimEvent => ({
  type: 'HandClaimCoverVerified',
  data: { ...keyOf(key), insuranceType, reason, on },
});

/** 参保核实: until the bill is settled; the last word counts. */
export function decideVerifyCover(
  { cover, ...act }: Act & { readonly cover: CareDayCover },
  claim: HandClaim,
): Decided {
  const known = knownTo(act, claim);
  if (known !== null) return known;
  return isOpen(claim) ? ok([verified(act, cover, act.on)]) : notOpen();
}

/** 延长办结时限: once, and the person is told before the first time has run out (HA art. 19). */
export function decideExtend({ reason, ...act }: Act & { readonly reason: string }, claim: HandClaim): Decided {
  const refused = knownTo(act, claim) ?? refuseUnlessReceived(claim);
  if (refused !== null) return refused;
  const { term, extended } = claim;
  if (term === null || term.dueOn === null || term.limitOn === null) {
    return reject('hand-claim.no-term', 'SET-17', '参保地政策没有规定办结时限，无需延长', ['reason']);
  }
  if (extended) return reject('hand-claim.extended', 'SET-17', `已延长至${term.limitOn}，不能再延长`, ['reason']);
  if (act.on > term.dueOn) {
    return reject('hand-claim.extend-late', 'SET-17', `应不晚于${term.dueOn}告知参保人，现已逾期`, ['reason']);
  }
  return ok([{ type: 'HandClaimExtended', data: { ...keyOf(act), until: term.limitOn, reason, on: act.on } }]);
}

/** 不予报销, with the reason, whether papers have come or not. */
export function decideRefuse({ reason, ...act }: Act & { readonly reason: string }, claim: HandClaim): Decided {
  const known = knownTo(act, claim);
  if (known !== null) return known;
  if (!isOpen(claim)) return notOpen();
  return ok([{ type: 'HandClaimRefused', data: { ...keyOf(act), reason, on: act.on, late: isLate(claim, act.on) } }]);
}

export interface Pay extends Act {
  readonly amount: Money;
  readonly slip: Slip;
  readonly paidOn: string;
  /** The direct settlement of the same bill that stood when it was paid, if there was one. */
  readonly settledDirectly: string | null;
}

/** 支付: what the funds pay, to the cent and once; later than the due day is marked. */
export function decidePay({ amount, slip, paidOn, settledDirectly, ...act }: Pay, claim: HandClaim): Decided {
  const known = knownTo(act, claim);
  if (known !== null) return known;
  const { settlement } = claim;
  if (settlement === null || claim.status !== 'settled') {
    return reject('hand-claim.not-settled', 'SET-17', '尚未核定，或已支付、已撤销', ['amount']);
  }
  if (settledDirectly !== null) return refuseSettledDirectly(settledDirectly);
  const due = Money.of(settlement.fundTotal);
  const refused = refuseOtherAmount(amount, due);
  if (refused !== null) return refused;
  if (paidOn < settlement.settledOn || paidOn > act.on) {
    return reject('hand-claim.paid-on', 'SET-17', '支付日期须在核定之日与今日之间', ['paidOn']);
  }
  const data = { ...keyOf(act), ...slip, amount: due.toString(), paidOn, late: isLate(claim, paidOn) };
  return ok([{ type: 'HandClaimPaid', data }]);
}

function refuseOtherAmount(amount: Money, due: Money): Result<never> | null {
  if (due.isZero()) return reject('hand-claim.nothing-due', 'SET-17', '核定基金支付为0.00元，无需支付', ['amount']);
  if (amount.eq(due)) return null;
  return reject('hand-claim.amount', 'SET-17', `金额须等于核定的基金支付${due}元`, ['amount']);
}

export interface Returned extends Slip {
  readonly returnedOn: string;
}

type Reverse = Act & { readonly reason: string; readonly returned: Returned | null };

/** 撤销: a settlement by hand is taken back whole; what had been paid has come back first (SET-13, SET-17). */
export function decideReverse({ reason, returned, ...act }: Reverse, claim: HandClaim): Decided {
  const known = knownTo(act, claim);
  if (known !== null) return known;
  const { settlement, status } = claim;
  if (settlement === null || (status !== 'settled' && status !== 'paid')) {
    return reject('hand-claim.not-settled', 'SET-17', '没有可撤销的核定', ['reason']);
  }
  const refused = refuseReturned(returned, claim.payment, act.on);
  if (refused !== null) return refused;
  const back = returned === null ? null : { ...returned, amount: settlement.fundTotal };
  return ok([{ type: 'HandClaimReversed', data: { ...keyOf(act), reason, on: act.on, returned: back } }]);
}

function refuseReturned(returned: Returned | null, payment: HandClaim['payment'], on: string): Result<never> | null {
  if (payment === null || returned === null) {
    if (payment === null && returned === null) return null;
    const message = payment === null ? '尚未支付，没有可退回的款项' : '已支付的须先退回，请登记退回回单';
    return reject('hand-claim.returned', 'SET-13', message, ['returned']);
  }
  if (returned.returnedOn >= payment.paidOn && returned.returnedOn <= on) return null;
  return reject('hand-claim.returned-on', 'SET-13', '退回日期须在支付之日与今日之间', ['returnedOn']);
}

export const keyOf = ({ institutionCode, invoiceNumber }: Key): Key => ({ institutionCode, invoiceNumber });

const isOpen = ({ status }: HandClaim): boolean => status === 'papers-missing' || status === 'received';

export const isLate = ({ dueOn }: Pick<HandClaim, 'dueOn'>, on: string): boolean => dueOn !== null && on > dueOn;

/** Another province's case is unknown, not merely refused (SEC-01). */
export function knownTo({ payer }: Pick<Act, 'payer'>, { bill }: HandClaim): Result<never> | null {
  if (bill !== null && bill.payer === payer) return null;
  return reject('hand-claim.unknown', 'SET-17', '没有登记该票据的手工报销', ['invoiceNumber']);
}

export function refuseUnlessReceived({ status, missing }: HandClaim): Result<never> | null {
  if (status === 'received') return null;
  if (status !== 'papers-missing') return notOpen();
  return reject('hand-claim.papers-missing', 'SET-17', `材料不全，尚缺${namesOf(missing)}`, ['papers']);
}

/** A bill is paid once, directly or by hand. */
export const refuseSettledDirectly = (claimId: string): Result<never> =>
  reject('hand-claim.settled-directly', 'SET-17', `该费用已直接结算（${claimId}），不能再手工报销`, ['invoiceNumber']);

const notOpen = (): Result<never> =>
  reject('hand-claim.not-open', 'SET-17', '该手工报销已核定、已不予报销或已撤销', ['invoiceNumber']);
