import { describe, expect, it } from '@jest/globals';
import { Decimal, Money } from '#kernel';
import { isServed, parseCall, parseEnvelope } from './index.js';
import type { HospitalCall } from './index.js';
import { requestOf, sample, samples, validNumber } from './testing/sample-files.js';

const call = (file: string): HospitalCall => {
  const envelope = parseEnvelope(requestOf(file));
  if (!envelope.ok) throw new Error(envelope.rejection.message);
  const parsed = parseCall(envelope.value);
  if (!parsed.ok) throw new Error(parsed.rejection.message);
  return parsed.value;
};

const yuan = Money.of;
const NO_MARKS = {
  publicEmergencyGroup: undefined,
  injury: undefined,
  thirdParty: undefined,
  admissionKind: undefined,
  outpatientKind: undefined,
};

const EXPECTED: Readonly<Record<string, object>> = {
  '5206.apifox-henan.json': { personNo: 'PSN41000000000000000001', month: undefined },
  '5301.openhis-nmg.json': { personNo: 'PSN00000000000000004' },
  '5303.hunan-doc.json': { personNo: undefined, from: '2021-09-01', to: '2021-09-27' },
  '9001.openhis-nmg.json': { operatorNo: '0001', mac: '00:00:00:00:00:00', ip: '192.0.2.10' },
  '1101.apifox-henan.json': {
    credential: {
      credentialKind: '02',
      credentialNo: validNumber('10101'),
      cardSerial: undefined,
      documentKind: '90',
      documentNo: validNumber('10101'),
      personName: '测试参保人',
      personCategory: undefined,
    },
    beginsAt: undefined,
  },
  '1101.hunan-doc.json': {
    credential: {
      credentialKind: '02',
      credentialNo: validNumber('10201'),
      cardSerial: undefined,
      documentNo: undefined,
    },
  },
  '1101.openhis-nmg.json': {
    credential: { credentialNo: validNumber('10001'), documentKind: '01', documentNo: validNumber('10001') },
  },
  '2201.openhis-nmg.json': {
    personNo: 'PSN00000000000000003',
    insuranceType: '310',
    beginsAt: '2021-11-24 18:10:00',
    hospitalVisitNo: '2111241810003',
    doctorCode: 'D000000000001',
    departmentCode: 'A03',
    specialty: 'A03',
    marks: NO_MARKS,
  },
  '2203.medical-js.json': {
    visitId: '<2201>',
    medicalCategory: '11',
    beginsAt: '2022-05-05 10:00:00',
    diagnoses: [{ kind: '3', order: 1, code: '11', name: 'xx', valid: true, diagnosedAt: '2022-05-05 10:00:00' }],
  },
  '2203A.openhis-nmg.json': {
    visitId: '300179916',
    diseaseCode: undefined,
    condition: undefined,
    diagnoses: [{ kind: '1', code: 'J06.900', name: '急性上呼吸道感染', valid: true }],
  },
  '2203A.yibin-sichuan.json': {
    diseaseCode: 'N05.900x003',
    marks: NO_MARKS,
    diagnoses: [{ kind: '0', order: 1, code: 'N05.900x003', valid: undefined }],
  },
  '2204.openhis-nmg.json': {
    visitId: '300179916',
    personNo: 'PSN00000000000000004',
    lines: [
      {
        sequence: 'yp570',
        chargeBatch: '2111291810001',
        listCode: 'XA02BCA209A010010104021',
        hospitalCode: '570',
        amount: yuan('4.52'),
        quantity: new Decimal('1'),
        price: new Decimal('4.52'),
        occurredAt: '2021-11-29 18:09:30',
        approval: '1',
        outsidePrescription: false,
      },
    ],
  },
  '2205.apifox-henan.json': {
    visitId: '20240424091707802455',
    personNo: 'PSN41000000000000000001',
    chargeBatch: undefined,
  },
  '2206.apifox-henan.json': {
    total: yuan('69.60'),
    accountUse: 'own',
    settlementWay: '01',
    chargeBatch: '20240704154014016166',
  },
  '2206.cross-province-exp-content.json': {
    total: yuan('312.50'),
    medicalCategory: '13',
    marks: { ...NO_MARKS, injury: true, thirdParty: false, outpatientKind: 'emergency' },
    credential: { credentialKind: '03', credentialNo: 'CARD00001', documentNo: validNumber('10301') },
  },
  '2206.openhis-nmg.json': { total: yuan('4.52'), split: undefined, accountUse: 'own', insuranceType: '310' },
  '2206A.yibin-sichuan.json': { total: yuan('15'), accountUse: 'none', marks: NO_MARKS },
  '2207.medical-js.json': {
    total: yuan('2'),
    split: { selfPay: yuan('0'), overLimit: yuan('0'), classBPrepay: yuan('0'), inScope: yuan('2') },
  },
  '2207.openhis-nmg.json': {
    visitId: '300179916',
    chargeBatch: '2111291810001',
    invoiceNo: undefined,
    split: { selfPay: yuan('0'), overLimit: yuan('0'), classBPrepay: yuan('0.23'), inScope: yuan('4.29') },
  },
  '2207A.yibin-sichuan.json': {
    invoiceNo: 'K000000001',
    split: { selfPay: yuan('15'), overLimit: yuan('0'), classBPrepay: yuan('0'), inScope: yuan('0') },
  },
  '2208.openhis-nmg.json': { settlementId: '400120617', visitId: '300179916', personNo: 'PSN00000000000000004' },
  '2301.openhis-nmg.json': {
    visitId: '310003327436',
    lines: [
      {
        sequence: 'XM5129673',
        amount: yuan('6'),
        quantity: new Decimal('3'),
        price: new Decimal('2'),
        medicalCategory: '21',
      },
      { sequence: 'XM5129674' },
      { sequence: 'XM5129675', originalSequence: undefined },
      { sequence: 'XM5129676', amount: yuan('16') },
      { sequence: 'XM5129935', amount: yuan('1.50') },
      { sequence: 'XM5129936' },
    ],
  },
  '2302.openhis-nmg.json': { visitId: '310003327436', personNo: 'PSN00000000000000005', sequences: undefined },
  '2303.openhis-nmg.json': {
    total: yuan('23442.46'),
    interim: false,
    dischargedOn: '2021-08-27',
    medicalCategory: undefined,
  },
  '2304.openhis-nmg.json': {
    total: yuan('23442.46'),
    dischargedOn: '2021-08-27',
    split: {
      selfPay: yuan('2533.97'),
      overLimit: yuan('1396.89'),
      classBPrepay: yuan('703.44'),
      inScope: yuan('18808.16'),
    },
  },
  '2305.openhis-nmg.json': { settlementId: '300001010539', visitId: '310001913300', personNo: 'PSN00000000000000006' },
  '2401.openhis-nmg.json': {
    personNo: 'PSN00000000000000005',
    admittedAt: '2021-08-20 09:00:00',
    medicalCategory: '21',
    inpatientNo: '100120210820011',
    bed: '33',
    mainDiagnosisCode: 'N05.900x003',
    credential: { credentialKind: '03', credentialNo: 'CARD00001' },
    diagnoses: [{ main: true, order: 1, code: 'N05.900x003' }],
  },
  '2402.openhis-nmg.json': {
    visitId: '310003327436',
    dischargedAt: '2021-08-27 09:00:00',
    departmentCode: 'A03',
    disposition: '1',
    diagnoses: [{ main: true, code: 'N05.900x003' }],
  },
  '2405.openhis-nmg.json': { visitId: '310003327436', personNo: 'PSN00000000000000005' },
  '2601.apifox-henan.json': {
    personNo: 'PSN41000000000000000001',
    originalMessageId: '240510181951-H41130200746-4407',
    originalTransaction: '2304',
  },
  '3201.apifox-henan.json': {
    insuranceType: '310',
    clearing: { code: '11', type: '11' },
    agency: '411302',
    from: '2024-01-01',
    to: '2024-01-31',
    total: yuan('8958.23'),
    fundTotal: yuan('1819.04'),
    accountTotal: yuan('388.23'),
    settlements: 67,
    includesRefunds: true,
  },
};

describe('requests of real hospital systems', () => {
  it.each(Object.entries(EXPECTED))('reads %s into the domain words', (file, expected) => {
    const parsed = call(file);
    expect(parsed.transaction).toBe(sample(file).infno);
    expect(parsed.request).toMatchObject(expected);
  });

  it('has an expectation for every sample of a served transaction but the document appendix that contradicts itself', () => {
    const served = samples.filter((one) => isServed(one.infno) && one.request !== undefined).map((one) => one.file);
    expect(served.filter((file) => !(file in EXPECTED))).toEqual(['1101.hunan-doc-appendix.json']);
  });

  it('refuses the appendix sample, whose areas belong to no clearing unit', () => {
    const envelope = parseEnvelope(requestOf('1101.hunan-doc-appendix.json'));
    expect(envelope).toMatchObject({ ok: false, rejection: { fields: ['mdtrtarea_admvs'] } });
  });

  it('SET-21: refuses every sample that still carries a placeholder document number', () => {
    const withPlaceholder = samples.filter(
      (one) => isServed(one.infno) && one.file in EXPECTED && one.request?.includes('0000001900010'),
    );
    const rules = withPlaceholder.map((one) => {
      const envelope = parseEnvelope(Buffer.from(one.request ?? ''));
      const parsed = envelope.ok ? parseCall(envelope.value) : envelope;
      return parsed.ok ? 'accepted' : `${parsed.rejection.rule} ${parsed.rejection.message.includes('0000')}`;
    });
    expect(withPlaceholder.length).toBeGreaterThanOrEqual(7);
    expect(new Set(rules)).toEqual(new Set(['SET-21 false']));
  });

  it('names the transactions of the other samples as not supported', () => {
    const messages = samples.flatMap((one) => {
      const envelope = parseEnvelope(requestOf(one.file));
      if (!envelope.ok || isServed(envelope.value.transaction)) return [];
      const parsed = parseCall(envelope.value);
      return [parsed.ok ? 'accepted' : parsed.rejection.message];
    });
    const numbers = ['2101', '3202', '3203', '3260', '3261', '3262'];
    expect(messages.sort()).toEqual(numbers.map((number) => `交易编号(infno)${number}不支持`));
  });
});
