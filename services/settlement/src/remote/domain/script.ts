import type { ScopeSplit } from '../../hospital-gateway/messages/index.js';
import type { RecordedLine, VisitMarks } from '../../visit/domain/events.js';
import type { OpenedAs, Visit } from '../../visit/domain/visit.js';
import { Money } from '#kernel';

/** One message of the session with the place of insurance. */
export interface RemoteStep {
  readonly infno: string;
  /** Makes the message number, with the call: the same step of the same call is the same message. */
  readonly key: string;
  readonly input: object;
  /** A refusal changes nothing: there was nothing to withdraw, or it is so already. */
  readonly mayBeRefused: boolean;
}

/** 参保人 as the place of insurance must see the person: opened for it alone. */
export interface ShownPerson {
  readonly psnNo: string;
  readonly insuranceType: string;
  readonly personType: string;
  readonly idNumber: string;
  readonly name: string;
}

export interface SettlementTerms {
  readonly total: Money;
  readonly split: ScopeSplit;
  readonly useAccount: boolean;
  /** Absent unless a relative's account is asked for: whose it is, the place of insurance knows. */
  readonly familyAccounts?: readonly string[];
  readonly interim: boolean;
  readonly dischargedOn: string | null;
  readonly invoiceNumber: string | null;
  readonly batch: string | null;
}

/** Lines of one 2301 call: as two running clients cut a stay. */
const LINES_A_CALL = 100;
const midnight = (date: string): string => `${date} 00:00:00`;
const flag = (value: boolean): string => (value ? '1' : '0');

const credentialOf = (person: ShownPerson) => ({
  psn_no: person.psnNo,
  insutype: person.insuranceType,
  mdtrt_cert_type: '02',
  mdtrt_cert_no: person.idNumber,
  psn_cert_type: '01',
  certno: person.idNumber,
  psn_name: person.name,
  psn_type: person.personType,
});

/**
 * 3.2 of the interface: the marks of a cross-province visit as JSON text. A message that leaves a mark out takes nothing away, so a stay
 * that is no emergency says so; for outpatients the interface has no value that says it (SET-07).
 */
function marksText({ injury, thirdParty, emergency }: VisitMarks, inpatient: boolean): string {
  const injured = injury ? { TRUM_FLAG: '1', REL_TTP_FLAG: flag(thirdParty) } : { TRUM_FLAG: '0' };
  if (inpatient) return JSON.stringify({ ...injured, IPT_TYPE: emergency ? '2' : '1' });
  return JSON.stringify({ ...injured, ...(emergency ? { OTP_ER_REFL_FLAG: '1' } : {}) });
}

/**
 * 2201 or 2401: opened once a visit, the same message whatever was changed since, so that its number there stays the same. What may change
 * is told after it, by 2203 or 2403, which go with every settlement; 2201 carries no marks (3.2 of the interface).
 */
export function openingStep(visit: Visit, person: ShownPerson): RemoteStep {
  const facts = visit.facts as NonNullable<Visit['facts']>;
  const { openedOn, hospitalNumber, medType, marks } = visit.openedAs as OpenedAs;
  const shared = { ...credentialOf(person), begntime: midnight(openedOn) };
  const key = `open/${facts.visitId}`;
  if (!facts.inpatient) {
    const data = { ...shared, ipt_otp_no: hospitalNumber };
    return { infno: '2201', key, input: { data }, mayBeRefused: false };
  }
  const mdtrtinfo = { ...shared, med_type: medType, ipt_no: hospitalNumber, exp_content: marksText(marks, true) };
  return { infno: '2401', key, input: { mdtrtinfo, diseinfo: [] }, mayBeRefused: false };
}

/** The diagnoses that hold, as rows of the interface; what is not known of one is left out. */
const diseaseRows = ({ diagnoses }: Visit): readonly object[] =>
  diagnoses.map(({ order, kind, code, name, main }) => ({
    ...(kind === null ? {} : { diag_type: kind }),
    ...(order === null ? {} : { diag_srt_no: String(order) }),
    ...{ diag_code: code, diag_name: name ?? '', maindiag_flag: flag(main), vali_flag: '1' },
  }));

/**
 * 2405 and 2403: the stay as it stands, for every settlement. An earlier trial may have told another one, and have left it discharged there
 * (SET-01, SET-12).
 */
function stayAsItStands(visit: Visit, key: object): readonly RemoteStep[] {
  const facts = visit.facts as NonNullable<Visit['facts']>;
  const { openedOn, hospitalNumber } = facts;
  const exp = { exp_content: marksText(visit.marks, true) };
  const stay = { ...key, begntime: midnight(openedOn), med_type: visit.medType, ipt_otp_no: hospitalNumber };
  const adminfo = { ...stay, dise_codg: visit.diseaseCode, ...exp };
  return [
    step('2405', 'reopen', { data: key }, true),
    step('2403', 'amend', { adminfo, diseinfo: diseaseRows(visit) }),
  ];
}

/** While a settlement of it stands, a stay cannot be changed, here or there: it is there as that settlement left it (SET-13). */
const isSettledThere = ({ settlements }: Visit, remoteVisitId: string): boolean =>
  [...settlements.values()].some(({ refundedBy, remote }) => refundedBy === null && remote?.visitId === remoteVisitId);

/**
 * The visit as 2203 or 2403 tell it, with the marks of its settlement. An emergency that a settlement alone says of an outpatient goes with
 * that message (2206, 2207): 2203 could not take it away again (SET-07).
 */
export function tellingOf(visit: Visit, { marks }: Pick<Visit, 'marks'>): Visit {
  const { emergency } = visit.facts?.inpatient === true ? marks : visit.marks;
  return { ...visit, marks: { ...marks, emergency } };
}

/** What the visit is for, its lines (whatever was sent before is withdrawn first), and for a stay its end. */
export function preparingSteps(
  visit: Visit,
  lines: readonly RecordedLine[],
  remoteVisitId: string,
): readonly RemoteStep[] {
  const facts = visit.facts as NonNullable<Visit['facts']>;
  const key = { mdtrt_id: remoteVisitId, psn_no: facts.psnNo };
  const rows = lines.map((line) => lineOf(line, key));
  if (!facts.inpatient) {
    const described = {
      ...key,
      med_type: visit.medType,
      begntime: midnight(facts.openedOn),
      dise_codg: visit.diseaseCode,
    };
    return [
      step('2203', 'describe', {
        mdtrtinfo: { ...described, exp_content: marksText(visit.marks, false) },
        diseinfo: diseaseRows(visit),
      }),
      step('2205', 'clear', { data: { ...key, chrg_bchno: '0000' } }, true),
      ...parts(rows).map((feedetail, n) => step('2204', `lines/${n}`, { feedetail })),
    ];
  }
  const settledThere = isSettledThere(visit, remoteVisitId);
  const end = { ...key, endtime: midnight(visit.dischargedOn ?? facts.openedOn), dscg_way: visit.dischargeWay ?? '9' };
  const told = { dscginfo: { ...end, dise_codg: visit.diseaseCode }, diseinfo: diseaseRows(visit) };
  // Reopened before, it takes this day or there is no settlement; what was told before a settlement that stands cannot have changed.
  const discharge = step('2402', `discharge/${visit.dischargedOn}`, told, settledThere);
  return [
    ...(settledThere ? [] : stayAsItStands(visit, key)),
    step('2302', 'clear', { data: [{ ...key, feedetl_sn: '0000' }] }, true),
    ...parts(rows).map((feedetail, n) => step('2301', `lines/${n}`, { feedetail })),
    ...(visit.dischargedOn === null ? [] : [discharge]),
  ];
}

/** 2206 or 2303 for a trial, 2207 or 2304 for good. */
export function settlingStep(
  {
    charged: visit,
    person,
    remoteVisitId,
  }: { readonly charged: Visit; readonly person: ShownPerson; readonly remoteVisitId: string },
  terms: SettlementTerms,
  trial: boolean,
): RemoteStep {
  const shared = {
    ...credentialOf(person),
    mdtrt_id: remoteVisitId,
    med_type: visit.medType,
    medfee_sumamt: terms.total.toString(),
    psn_setlway: '01',
    acct_used_flag: accountFlag(terms),
    invono: terms.invoiceNumber ?? '',
    fulamt_ownpay_amt: terms.split.selfPay.toString(),
    overlmt_selfpay: terms.split.overLimit.toString(),
    preselfpay_amt: terms.split.classBPrepay.toString(),
    inscp_scp_amt: terms.split.inScope.toString(),
  };
  const inpatient = visit.facts?.inpatient === true;
  const exp = { exp_content: marksText(visit.marks, inpatient) };
  const data = { ...shared, ...exp, ...(inpatient ? endTold(visit, terms) : { chrg_bchno: terms.batch ?? '' }) };
  const [tried, forGood] = inpatient ? (['2303', '2304'] as const) : (['2206', '2207'] as const);
  return step(trial ? tried : forGood, 'settle', { data });
}

/** A discharge that 2402 told goes before the one a settlement tells, there as here (SET-12). */
const endTold = ({ dischargedOn }: Visit, terms: SettlementTerms) => ({
  mid_setl_flag: flag(terms.interim),
  dscgTime: dischargedOn ?? terms.dischargedOn ?? '',
});

/** 使用共济 passes as it is asked: whose account it is, the place of insurance knows (SET-20). */
const accountFlag = ({ useAccount, familyAccounts }: SettlementTerms): string =>
  familyAccounts === undefined ? flag(useAccount) : '2';

function step(infno: string, key: string, input: object, mayBeRefused = false): RemoteStep {
  return { infno, key, input, mayBeRefused };
}

function lineOf(line: RecordedLine, key: object): object {
  return {
    ...key,
    feedetl_sn: line.sequence,
    chrg_bchno: line.batch,
    fee_ocur_time: midnight(line.occurredOn),
    med_list_codg: line.listCode,
    medins_list_codg: line.hospitalCode,
    det_item_fee_sumamt: line.total,
    cnt: line.quantity,
    pric: line.price,
    ...(line.disease === undefined ? {} : { dise_codg: line.disease }),
    hosp_appr_flag: approvalOf(line),
    ...(line.takesBack === undefined ? {} : { init_feedetl_sn: line.takesBack }),
    ...(line.outside === undefined ? {} : { etip_flag: '1', etip_hosp_code: line.outside }),
  };
}

/** SET-01, SET-03: what the place of care has split as self-paid is not approved there either. */
function approvalOf({ itemClass, selfPay, total }: RecordedLine): string {
  if (itemClass === '03') return '0';
  return selfPay === total && !Money.of(total).isZero() ? '2' : '1';
}

function parts(rows: readonly object[]): readonly (readonly object[])[] {
  const calls: (readonly object[])[] = [];
  for (let from = 0; from < rows.length; from += LINES_A_CALL) calls.push(rows.slice(from, from + LINES_A_CALL));
  return calls;
}
