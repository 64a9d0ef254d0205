import { checkCitizenId, ok, reject } from '#kernel';
import type { Result } from '#kernel';
import { CITIZEN_CREDENTIAL, CITIZEN_DOCUMENT, CREDENTIAL_KINDS, DOCUMENT_KINDS } from './codes.js';
import { optionalText, record, refine } from './fields.js';
import type { Read } from './fields.js';
import { codeIfGiven } from './values.js';

const members = record({
  /** 就诊凭证类型 mdtrt_cert_type: 01 electronic credential, 02 identity card, 03 social security card. */
  credentialKind: codeIfGiven('就诊凭证类型', 'mdtrt_cert_type', CREDENTIAL_KINDS),
  /** 就诊凭证编号 mdtrt_cert_no: token, citizen number or card number. Personal data. */
  credentialNo: optionalText('就诊凭证编号', 'mdtrt_cert_no', 200),
  /** 卡识别码 card_sn. Personal data. */
  cardSerial: optionalText('卡识别码', 'card_sn', 64),
  /** 人员证件类型 psn_cert_type; 2401 calls it cert_type. */
  documentKind: codeIfGiven('人员证件类型', ['psn_cert_type', 'cert_type'], DOCUMENT_KINDS),
  /** 证件号码 certno. Personal data. */
  documentNo: optionalText('证件号码', 'certno', 50),
  /** 人员姓名 psn_name. Personal data. */
  personName: optionalText('人员姓名', 'psn_name', 100),
  /** 人员类别 psn_type. */
  personCategory: optionalText('人员类别', 'psn_type', 6),
});

/** 就诊凭证 Credential shown at the counter and the identity document behind it; citizen numbers are in 18-place form. */
export type Credential = Read<typeof members>;

/** A citizen number without a card. */
export const credentialOfDocument = (documentNo: string): Credential => ({
  ...{ credentialKind: undefined, credentialNo: undefined, cardSerial: undefined },
  ...{ documentKind: CITIZEN_DOCUMENT, documentNo, personName: undefined, personCategory: undefined },
});

/** A citizen number in 18-place form, its check digit looked at (SET-21). */
export const citizenNumber = (number: string, label: string, name: string): Result<string> => {
  const checked = checkCitizenId(number, `${label}(${name})`);
  if (checked.ok) return ok(checked.value.canonical);
  const { code, rule, message } = checked.rejection;
  return reject(code, rule, message, [name]);
};

/** One running client sends the kind again as the number; that is no number. */
const withoutRepeatedKind = (read: Credential): Credential =>
  read.credentialNo === read.credentialKind ? { ...read, credentialNo: undefined } : read;

const checkCredentialNo = (read: Credential): Result<Credential> => {
  if (read.credentialKind !== CITIZEN_CREDENTIAL || read.credentialNo === undefined) return ok(read);
  const number = citizenNumber(read.credentialNo, '就诊凭证编号', 'mdtrt_cert_no');
  return number.ok ? ok({ ...read, credentialNo: number.value }) : number;
};

const checkDocumentNo = (read: Credential): Result<Credential> => {
  if (read.documentKind !== CITIZEN_DOCUMENT || read.documentNo === undefined) return ok(read);
  const number = citizenNumber(read.documentNo, '证件号码', 'certno');
  return number.ok ? ok({ ...read, documentNo: number.value }) : number;
};

const checkSamePerson = (read: Credential): Result<Credential> => {
  const bothCitizen = read.credentialKind === CITIZEN_CREDENTIAL && read.documentKind === CITIZEN_DOCUMENT;
  const bothGiven = read.credentialNo !== undefined && read.documentNo !== undefined;
  if (!bothCitizen || !bothGiven || read.credentialNo === read.documentNo) return ok(read);
  return reject('credential.two-persons', 'SET-21', '就诊凭证编号(mdtrt_cert_no)与证件号码(certno)不一致', [
    'mdtrt_cert_no',
    'certno',
  ]);
};

/** Reads the credential block of any transaction; citizen numbers must have a right check digit (SET-21). */
export const credential = refine(members, (read) => {
  const number = checkCredentialNo(withoutRepeatedKind(read));
  if (!number.ok) return number;
  const document = checkDocumentNo(number.value);
  return document.ok ? checkSamePerson(document.value) : document;
});
