import { expect } from '@jest/globals';
import { developmentKeyRing, parseKeyRing, Sm4FieldCipher } from '#privacy';
import { CONTRACTS, type FilingApproved, type PersonEnrolled } from '#contracts';
import { citizenIdCheckCharacter } from '#kernel';
import { deliver, startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';

export const SECRET = 'secret-of-the-hospital';
export const HOSPITAL = 'H31011500001';
const body17 = '32020219600501201';
export const ID_NUMBER = `${body17}${citizenIdCheckCharacter(body17)}`;
export const PSN_NO = '32020000000000000001';
const cipher = new Sm4FieldCipher(parseKeyRing(developmentKeyRing()));

export const person = (changes: Partial<PersonEnrolled> = {}): PersonEnrolled => ({
  psnNo: PSN_NO,
  name: cipher.seal('name', '王小明'),
  idNumber: cipher.seal('id-number', ID_NUMBER),
  idNumberHash: cipher.searchHash('id-number', ID_NUMBER),
  credentialHashes: [],
  sex: '1',
  birthDate: '1960-05-01',
  insuredRegion: '320200',
  insuranceType: '310',
  personType: '12',
  civilServant: false,
  insuranceStatus: '1',
  insuredSince: '2010-01-01',
  accountBalance: '1200.00',
  ...changes,
});

/** A card or token as registration tells it. */
export const credentialHash = (number: string): string => cipher.searchHash('credential', number);

/** A citizen number as registration tells it, by its first seventeen digits. */
export function citizen(body: string): Pick<PersonEnrolled, 'idNumber' | 'idNumberHash'> & { readonly certno: string } {
  const certno = `${body}${citizenIdCheckCharacter(body)}`;
  const idNumberHash = cipher.searchHash('id-number', certno);
  return { certno, idNumber: cipher.seal('id-number', certno), idNumberHash };
}

export const filing = (changes: Partial<FilingApproved> = {}): FilingApproved => ({
  filingId: 'BA1',
  psnNo: PSN_NO,
  insuredRegion: '320200',
  kind: 'long-term-resident',
  destination: '310000',
  byPromise: false,
  validFrom: '2025-01-01',
  validTo: null,
  replaces: null,
  ...changes,
});

/** Events of registration as they come over the bus; resolves once settlement has applied them. */
export async function registered(
  settlement: ServiceUnderTest,
  environment: Readonly<Record<string, string>>,
  facts: { readonly persons?: readonly PersonEnrolled[]; readonly filings?: readonly FilingApproved[] },
): Promise<void> {
  const { persons = [], filings = [] } = facts;
  await deliver(settlement, environment, 'registration', [
    ...persons.map((data) => ({ type: CONTRACTS.personEnrolled.type, subject: `person-${data.psnNo}`, data })),
    ...filings.map((data) => ({ type: CONTRACTS.filingApproved.type, subject: `filings-${data.psnNo}`, data })),
  ]);
}

export const putHospital = (settlement: ServiceUnderTest, code = HOSPITAL, region = '310115', level = 3) =>
  settlement.call('PUT', `/settlement/institutions/${code}`, {
    as: { roles: ['provincial-agency'], area: region.slice(0, 2) },
    body: {
      name: '测试医院',
      region,
      kind: 'hospital',
      settlementLevel: level,
      transport: 'apikey',
      accessKey: code,
      secret: SECRET,
    },
  });

/** The hospital of these tests registered again with other settings; institutions are looked up every two seconds. */
export async function setHospital(settlement: ServiceUnderTest, changes: object): Promise<void> {
  const place = { name: '测试医院', region: '310115', kind: 'hospital', settlementLevel: 3 };
  const { status } = await settlement.call('PUT', `/settlement/institutions/${HOSPITAL}`, {
    as: { roles: ['provincial-agency'], area: '31' },
    body: { ...place, transport: 'apikey', accessKey: HOSPITAL, secret: SECRET, ...changes },
  });
  expect(status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 2100));
}

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly infcode: string;
  readonly err_msg: string | null;
  readonly output: Record<string, Record<string, string>> | null;
}

let messages = 0;
export const nextMessageId = (): string => `${HOSPITAL}20250801100000${String((messages += 1)).padStart(4, '0')}`;

/** The envelope a hospital system sends. */
export const envelope = (infno: string, input: unknown, msgid = nextMessageId()): Record<string, unknown> => ({
  infno,
  msgid,
  mdtrtarea_admvs: '310115',
  insuplc_admdvs: '320200',
  recer_sys_code: 'YBXT',
  infver: 'V1.0',
  opter_type: '1',
  opter: '0001',
  opter_name: '测试操作员',
  inf_time: '2025-08-01 10:00:00',
  fixmedins_code: HOSPITAL,
  fixmedins_name: '测试医院',
  sign_no: '',
  input,
});

export async function post(
  settlement: ServiceUnderTest,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const response = await fetch(`${settlement.url}/hsa`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', apikey: SECRET, ...headers },
    body: typeof body === 'string' ? body : Buffer.from(body),
  });
  const text = await response.text();
  const parsed = JSON.parse(text) as Omit<Reply, 'status' | 'text'>;
  return { ...parsed, status: response.status, text };
}

export const send = (settlement: ServiceUnderTest, infno: string, input: unknown, msgid?: string): Promise<Reply> =>
  post(settlement, JSON.stringify(envelope(infno, input, msgid)));

/** The citizen card of a person; several persons of these tests share one. */
export const credentialOf = (psnNo: string, insutype = '310') => ({
  psn_no: psnNo,
  insutype,
  mdtrt_cert_type: '02',
  mdtrt_cert_no: ID_NUMBER,
  psn_cert_type: '01',
  certno: ID_NUMBER,
  psn_name: '王小明',
});
export const credential = credentialOf(PSN_NO);

/** One fee line of the class-B drug of the captured sample: 4.52 a piece, 5% borne first. */
export const line = (visitId: string, sequence: string, pieces: number, psnNo = PSN_NO) => ({
  feedetl_sn: sequence,
  mdtrt_id: visitId,
  psn_no: psnNo,
  chrg_bchno: 'B1',
  fee_ocur_time: '2025-08-01 10:00:00',
  med_list_codg: 'XA02BCA209A010010104021',
  medins_list_codg: '570',
  det_item_fee_sumamt: ((pieces * 452) / 100).toFixed(2),
  cnt: String(pieces),
  pric: '4.52',
  hosp_appr_flag: '1',
});

/** 2201, 2203, 2204: an outpatient visit with one batch that is ready to be settled. */
export async function openVisit(
  settlement: ServiceUnderTest,
  pieces = 100,
  psnNo = PSN_NO,
  insutype = '310',
): Promise<{ visitId: string; settle: Record<string, unknown> }> {
  const opened = await send(settlement, '2201', {
    data: {
      ...credentialOf(psnNo, insutype),
      begntime: '2025-08-01 10:00:00',
      ipt_otp_no: nextMessageId(),
      dept_code: 'A03',
      dept_name: '内科',
      caty: 'A03',
    },
  });
  const visitId = opened.output?.['data']?.['mdtrt_id'] ?? '';
  await send(settlement, '2203', {
    mdtrtinfo: { mdtrt_id: visitId, psn_no: psnNo, med_type: '11', begntime: '2025-08-01 10:00:00' },
    diseinfo: [],
  });
  await send(settlement, '2204', { feedetail: [line(visitId, '1', pieces, psnNo)] });
  const total = ((pieces * 452) / 100).toFixed(2);
  const settle = {
    ...credentialOf(psnNo, insutype),
    med_type: '11',
    medfee_sumamt: total,
    psn_setlway: '01',
    mdtrt_id: visitId,
    chrg_bchno: 'B1',
    acct_used_flag: '1',
  };
  return { visitId, settle };
}

export const eventsRecorded = async (settlement: ServiceUnderTest): Promise<number> => {
  const [row] = await settlement.database.read<{ n: string }>('select count(*) as n from events');
  return Number(row?.n ?? 0);
};

/** What a query is answered, with what went wrong beside it: it records nothing, whatever it is asked. */
export async function asked(
  settlement: ServiceUnderTest,
  infno: string,
  data: object,
): Promise<Readonly<Record<string, unknown>> & { err: string | null }> {
  const before = await eventsRecorded(settlement);
  const reply = await send(settlement, infno, { data });
  expect(await eventsRecorded(settlement)).toBe(before);
  return { ...(reply.output as object), err: reply.err_msg };
}

/** Settlement on 2025-08-01 with one hospital, one person and a filing. */
export async function startSettlement(): Promise<{
  readonly settlement: ServiceUnderTest;
  readonly environment: Readonly<Record<string, string>>;
  end(): Promise<void>;
}> {
  const { environment, drop } = await testEnvironment();
  const settlement = await startServiceForTest('settlement', environment);
  await settlement.setBusinessDate('2025-08-01');
  await putHospital(settlement);
  await registered(settlement, environment, { persons: [person()], filings: [filing()] });
  return {
    settlement,
    environment,
    async end() {
      await settlement.stop();
      await drop();
    },
  };
}
