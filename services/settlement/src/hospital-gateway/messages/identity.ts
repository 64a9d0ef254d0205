import { ok, reject } from '#kernel';
import type { BusinessDate, Money, RegionCode } from '#kernel';
import { CARD_CREDENTIAL, ELECTRONIC_CREDENTIAL } from './codes.js';
import { credential } from './credential.js';
import type { Credential } from './credential.js';
import { findMember, optionalText, payload, record, refine, text } from './fields.js';
import type { Read, Reader } from './fields.js';
import type { OutputObject } from './json.js';
import type { Transaction } from './transaction.js';
import { dateTimeIfGiven } from './values.js';
import type { LocalTime } from './values.js';

const SIGN_IN_NODES = ['signIn', 'signin'];
const signInMembers = payload(
  [...SIGN_IN_NODES, 'data'],
  record({
    /** 操作员编号. */
    operatorNo: text('操作员编号', 'opter_no', 30),
    /** 签到MAC地址. */
    mac: optionalText('签到MAC地址', 'mac', 40),
    /** 签到IP地址. */
    ip: optionalText('签到IP地址', 'ip', 64),
  }),
);
export interface SignInRequest extends Read<typeof signInMembers> {
  /** Whoever asks under `data`, as Guangzhou does, reads the answer under `result`. */
  readonly answerNode: 'signinoutb' | 'result';
}
export interface SignInAnswer extends Pick<SignInRequest, 'answerNode'> {
  readonly signInNo: string;
  readonly signedAt: LocalTime;
}

const signInRequest: Reader<SignInRequest> = (input) => {
  const read = signInMembers(input);
  if (!read.ok) return read;
  const asData = findMember(input, SIGN_IN_NODES) === undefined && findMember(input, ['data']) !== undefined;
  return ok({ ...read.value, answerNode: asData ? 'result' : 'signinoutb' });
};

/** 9001 签到. */
export const signIn: Transaction<SignInRequest, SignInAnswer> = {
  name: '签到',
  family: 'identity',
  effect: 'record',
  parse: signInRequest,
  render: (answer) => ({ [answer.answerNode]: { sign_time: answer.signedAt, sign_no: answer.signInNo } }),
};

const signOutRequest = payload(
  ['signOut', 'signout', 'data'],
  record({ signInNo: text('签到编号', 'sign_no', 50), operatorNo: text('操作员编号', 'opter_no', 30) }),
);
export type SignOutRequest = Read<typeof signOutRequest>;
export interface SignOutAnswer {
  readonly signedOutAt: LocalTime;
}

/** 9002 签退; one edition reads sign_time directly, another under signoutoutb. */
export const signOut: Transaction<SignOutRequest, SignOutAnswer> = {
  name: '签退',
  family: 'identity',
  effect: 'record',
  parse: signOutRequest,
  render: (answer) => ({ sign_time: answer.signedOutAt, signoutoutb: { sign_time: answer.signedOutAt } }),
};

const identifyRequest = payload(
  ['data'],
  refine(record({ credential, beginsAt: dateTimeIfGiven('开始时间', 'begntime') }), (read) =>
    read.credential.credentialNo === undefined && read.credential.documentNo === undefined
      ? reject('message.missing', 'SET-21', '就诊凭证编号(mdtrt_cert_no)不能为空', ['mdtrt_cert_no', 'certno'])
      : ok(read),
  ),
);
export type IdentifyRequest = Read<typeof identifyRequest>;

/** 参保信息: one scheme of a person. */
export interface EnrolmentAnswer {
  /** 余额 of the personal account. */
  readonly balance: Money;
  /** 险种类型 insutype. */
  readonly insuranceType: string;
  readonly personCategory: string;
  /** 人员参保状态: 1 normal, 2 suspended, 4 ended. */
  readonly status: string;
  readonly enrolledOn?: BusinessDate | undefined;
  readonly suspendedOn?: BusinessDate | undefined;
  readonly civilServant: boolean;
  readonly insuredArea: RegionCode;
  readonly employer?: string | undefined;
}
/** 特殊身份: disability, poverty relief and the like. */
export interface SpecialIdentityAnswer {
  readonly kind: string;
  readonly level?: string | undefined;
  readonly remark?: string | undefined;
  readonly beginsAt: LocalTime;
  readonly endsAt?: LocalTime | undefined;
}
/** 人员基本信息. Personal data throughout. */
export interface PersonAnswer {
  readonly personNo: string;
  readonly documentKind: string;
  readonly documentNo: string;
  readonly personName: string;
  /** 性别: 1 male, 2 female. */
  readonly sex: string;
  readonly ethnicGroup?: string | undefined;
  readonly birthDate?: BusinessDate | undefined;
  /** Years with at most one decimal. */
  readonly age: number;
}
export interface IdentifyAnswer {
  readonly person: PersonAnswer;
  readonly enrolments: readonly EnrolmentAnswer[];
  readonly specialIdentities?: readonly SpecialIdentityAnswer[] | undefined;
}
export interface CardAnswer extends IdentifyAnswer {
  /** What was read from the card or the electronic credential, as it was shown. */
  readonly shown: Credential;
}

/** The members every answer about a person begins with. */
export const renderPerson = (person: PersonAnswer): OutputObject => ({
  psn_no: person.personNo,
  psn_cert_type: person.documentKind,
  certno: person.documentNo,
  psn_name: person.personName,
  gend: person.sex,
  naty: person.ethnicGroup,
  brdy: person.birthDate,
  age: Math.round(person.age * 10) / 10,
});

const ACTIVE = '1';
const renderEnrolment = (row: EnrolmentAnswer): OutputObject => ({
  balc: row.balance,
  insutype: row.insuranceType,
  psn_type: row.personCategory,
  psn_insu_stas: row.status,
  psn_insu_date: row.enrolledOn,
  paus_insu_date: row.suspendedOn,
  cvlserv_flag: row.civilServant ? '1' : '0',
  insuplc_admdvs: row.insuredArea,
  emp_name: row.employer,
});
const renderSpecialIdentity = (row: SpecialIdentityAnswer): OutputObject => ({
  psn_idet_type: row.kind,
  psn_type_lv: row.level,
  memo: row.remark,
  begntime: row.beginsAt,
  endtime: row.endsAt,
});

/** Clients take row 0 of insuinfo, so the active scheme comes first. */
const renderIdentity = (answer: IdentifyAnswer): OutputObject => {
  const activeFirst = [...answer.enrolments].sort((a, b) => Number(b.status === ACTIVE) - Number(a.status === ACTIVE));
  return {
    baseinfo: { ...renderPerson(answer.person), exp_content: null },
    insuinfo: activeFirst.map(renderEnrolment),
    idetinfo: (answer.specialIdentities ?? []).map(renderSpecialIdentity),
  };
};

/** 1101 人员基本信息获取. */
export const identifyPerson: Transaction<IdentifyRequest, IdentifyAnswer> = {
  name: '人员基本信息获取',
  family: 'identity',
  effect: 'read',
  parse: identifyRequest,
  render: renderIdentity,
};

const renderCard = ({ person, shown }: CardAnswer): OutputObject => ({
  psn_cert_type: person.documentKind,
  certno: person.documentNo,
  psn_name: person.personName,
  cardno: shown.credentialKind === CARD_CREDENTIAL ? shown.credentialNo : null,
  card_sn: shown.cardSerial,
  ecToken: shown.credentialKind === ELECTRONIC_CREDENTIAL ? shown.credentialNo : null,
});

/** 1161 读卡: 1101 and the card that was read. */
export const readCard: Transaction<IdentifyRequest, CardAnswer> = {
  ...identifyPerson,
  name: '读卡获取人员基本信息',
  render: (answer) => ({ ...renderIdentity(answer), cardecinfo: renderCard(answer) }),
};
