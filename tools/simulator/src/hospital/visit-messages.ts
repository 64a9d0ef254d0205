import type { Person } from '../world/people.js';
import { amountFen, sumFen, yuanOf, type FeePlan } from '../world/fees.js';
import type { Session } from '../world/sessions.js';
import type { BillSplit } from './bill-split.js';

/** An amount as this hospital's software writes it: JSON text, or a JSON number. */
const writtenBy = ({ institution }: Session, text: string): string | number =>
  institution.sendsText ? text : Number(text);
export const money = (session: Session, fen: number): string | number => writtenBy(session, yuanOf(fen));

export const credentialOf = ({ idNumber, name, insuranceType, psnNo }: Person): Record<string, string> => ({
  psn_no: psnNo,
  insutype: insuranceType,
  mdtrt_cert_type: '02',
  mdtrt_cert_no: idNumber,
  psn_cert_type: '01',
  certno: idNumber,
  psn_name: name,
});

const MEDICAL_CATEGORY = { outpatient: '11', chronic: '14', pharmacy: '41', inpatient: '21' } as const;
const medType = ({ kind }: Session): string => MEDICAL_CATEGORY[kind];

const hospitalNumber = (session: Session): string =>
  `${session.kind === 'inpatient' ? 'ZY' : 'MZ'}${session.institution.code}${String(session.number).padStart(6, '0')}`;
export const invoiceNumber = (session: Session): string => `FP${hospitalNumber(session)}`;
const batch = (session: Session): string => `B${String(session.number).padStart(6, '0')}`;

/** 1101 人员信息获取. */
export const identify = ({ idNumber, name }: Person): object => ({
  data: { mdtrt_cert_type: '02', mdtrt_cert_no: idNumber, psn_cert_type: '01', certno: idNumber, psn_name: name },
});

/** 2201 门诊挂号. */
export const register = (session: Session, at: string): object => ({
  data: {
    ...credentialOf(session.person),
    ...{ begntime: at, ipt_otp_no: hospitalNumber(session), atddr_no: 'D0001', dr_name: '医师' },
    ...{ dept_code: 'A03', dept_name: '内科', caty: 'A03' },
  },
});

const DIAGNOSIS = { diag_type: '1', diag_srt_no: 1, diag_code: 'J06.900', diag_name: '急性上呼吸道感染' };
const diagnosis = (at: string): object => ({
  ...DIAGNOSIS,
  ...{ diag_dept: 'A03', dise_dor_no: 'D0001', dise_dor_name: '医师', diag_time: at, vali_flag: '1' },
});

/** 2203, 2203A 门诊就诊信息上传; a chronic disease names its code (SET-11). */
export const describeVisit = (session: Session, visitId: string, at: string): object => ({
  mdtrtinfo: {
    ...{ mdtrt_id: visitId, psn_no: session.person.psnNo, med_type: medType(session), begntime: at },
    ...(session.kind === 'chronic' ? { dise_codg: 'M03900', dise_name: '高血压' } : { dise_codg: '', dise_name: '' }),
  },
  diseinfo: [diagnosis(at)],
});

interface LinesOf {
  readonly visitId: string;
  readonly at: string;
  /** Number of the first line within the visit. */
  readonly first: number;
  readonly lines: readonly FeePlan[];
}

/** 2204 门诊费用明细上传, 2301 住院费用明细上传. */
export const feeLines = (session: Session, { visitId, at, first, lines }: LinesOf): object => ({
  feedetail: lines.map((line, index) => ({
    ...{ feedetl_sn: String(first + index), mdtrt_id: visitId, psn_no: session.person.psnNo },
    ...(session.kind === 'inpatient' ? { med_type: medType(session) } : { chrg_bchno: batch(session) }),
    ...{ fee_ocur_time: at, med_list_codg: line.code, medins_list_codg: `X${line.code.slice(-6)}` },
    det_item_fee_sumamt: money(session, amountFen(line)),
    cnt: session.institution.sendsText ? String(line.count) : line.count,
    pric: money(session, line.priceFen),
    ...{ bilg_dept_codg: 'A03', bilg_dept_name: '内科', bilg_dr_codg: 'D0001', bilg_dr_name: '医师' },
    hosp_appr_flag: '1',
  })),
});

const splitOf = (session: Session, split: BillSplit | null): object =>
  split?.members((text) => writtenBy(session, text)) ?? {};

/** 2206, 2207 and their A forms. */
export const settleVisit = (session: Session, visitId: string, split: BillSplit | null): object => ({
  data: {
    ...credentialOf(session.person),
    ...{ med_type: medType(session), medfee_sumamt: money(session, sumFen(session.lines)), psn_setlway: '01' },
    ...{ mdtrt_id: visitId, chrg_bchno: batch(session), acct_used_flag: session.usesAccount ? '1' : '0' },
    invono: invoiceNumber(session),
    ...splitOf(session, split),
  },
});

/** 2401 入院办理. */
export const admit = (session: Session, at: string): object => ({
  mdtrtinfo: {
    ...credentialOf(session.person),
    ...{ begntime: at, med_type: medType(session), ipt_no: hospitalNumber(session), atddr_no: 'D0001' },
    ...{ chfpdr_name: '医师', adm_diag_dscr: '肾炎', adm_dept_codg: 'A03', adm_dept_name: '内科', adm_bed: '1' },
    ...{ dscg_maindiag_code: 'N05.900x003', dscg_maindiag_name: '肾炎' },
  },
  diseinfo: [{ ...diagnosis(at), psn_no: session.person.psnNo, diag_code: 'N05.900x003', diag_name: '肾炎' }],
});

/** 2402 出院办理. */
export const discharge = (session: Session, visitId: string, at: string): object => ({
  dscginfo: {
    ...{ mdtrt_id: visitId, psn_no: session.person.psnNo, insutype: session.person.insuranceType, endtime: at },
    ...{ dscg_dept_codg: 'A03', dscg_dept_name: '内科', dscg_bed: '1', dscg_way: '1' },
  },
  diseinfo: [{ ...diagnosis(at), mdtrt_id: visitId, psn_no: session.person.psnNo, maindiag_flag: '1' }],
});

/** 2303, 2304. */
export const settleStay = (session: Session, visitId: string, split: BillSplit | null): object => ({
  data: {
    ...credentialOf(session.person),
    ...{ med_type: medType(session), medfee_sumamt: money(session, sumFen(session.lines)), psn_setlway: '01' },
    ...{ mdtrt_id: visitId, acct_used_flag: session.usesAccount ? '1' : '0', mid_setl_flag: '0' },
    invono: invoiceNumber(session),
    ...splitOf(session, split),
  },
});

/** 2208, 2305. */
export const refund = (session: Session, visitId: string, claimId: string): object => ({
  data: { setl_id: claimId, mdtrt_id: visitId, psn_no: session.person.psnNo },
});
