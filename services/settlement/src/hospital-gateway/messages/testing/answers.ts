import { Decimal, Money, RegionCode, businessDate } from '#kernel';
import { localTime } from '../index.js';
import type { IdentifyAnswer, LinesAnswer, LocalTime, PersonAnswer, SettlementAnswer } from '../index.js';

const yuan = Money.of;
export const at = (text: string): LocalTime => {
  const time = localTime(text);
  if (!time) throw new Error(text);
  return time;
};

const person: PersonAnswer = {
  personNo: 'PSN00000000000000005',
  documentKind: '01',
  documentNo: '000000190001010004',
  personName: '测试参保人4',
  sex: '1',
  ethnicGroup: '01',
  birthDate: businessDate('1900-01-01'),
  age: 73,
};

/** The captured stay of 2304: 23442.46 = 18785.39 funds + 505.01 hospital + 170.04 account + 3982.02 cash. */
export const stay: SettlementAnswer = {
  visitId: '310003327436',
  settlementId: '300014497225',
  settledAt: at('2021-08-27 09:58:41'),
  person,
  insuranceType: '310',
  personCategory: '12',
  civilServant: false,
  insuredArea: RegionCode.of('500102'),
  credentialKind: '03',
  credentialNo: 'CARD00001',
  medicalCategory: '21',
  total: yuan('23442.46'),
  split: {
    selfPay: yuan('2533.97'),
    overLimit: yuan('1396.89'),
    classBPrepay: yuan('703.44'),
    inScope: yuan('18808.16'),
  },
  deductible: Money.zero,
  poolRatio: '0',
  funds: [
    { code: '330101', column: 'large-amount', amount: yuan('18785.39') },
    { code: '310201', column: 'account', amount: yuan('170.04') },
  ],
  accountInFunds: false,
  cash: yuan('3982.02'),
  hospitalShare: yuan('505.01'),
  balance: Money.zero,
  messageId: 'H00000000000202108270958341146',
  clearingAgency: '500103',
  clearingWay: '3',
  clearingType: '21',
};

/** The captured visit of 2207, paid from the account alone. */
export const visit: SettlementAnswer = {
  ...stay,
  visitId: '300179916',
  settlementId: '400125241',
  settledAt: at('2021-11-29 18:09:52'),
  person: {
    ...person,
    personNo: 'PSN00000000000000004',
    documentNo: '000000190001010003',
    personName: '测试参保人3',
    age: 35,
  },
  insuredArea: RegionCode.of('130302'),
  personCategory: '1101',
  credentialKind: '02',
  medicalCategory: '11',
  total: yuan('4.52'),
  split: { selfPay: Money.zero, overLimit: Money.zero, classBPrepay: yuan('0.23'), inScope: yuan('4.29') },
  deductible: yuan('4.29'),
  funds: [{ code: '310200', column: 'account', amount: yuan('4.52') }],
  cash: Money.zero,
  hospitalShare: Money.zero,
  balance: yuan('1373.63'),
  messageId: 'H00000000000202111291809520478',
  clearingAgency: '131199',
  clearingWay: '1',
  clearingType: '11',
};

export const lines: LinesAnswer = {
  lines: [
    {
      sequence: 'yp570',
      amount: yuan('4.52'),
      quantity: new Decimal('1'),
      price: new Decimal('4.52'),
      selfPayRatio: '0.05',
      selfPay: Money.zero,
      overLimit: Money.zero,
      classBPrepay: yuan('0.23'),
      inScope: yuan('4.29'),
      itemClass: '02',
      chargeCategory: '09',
      restricted: false,
    },
  ],
};

export const identity: IdentifyAnswer = {
  person,
  enrolments: [
    {
      balance: yuan('1'),
      insuranceType: '390',
      personCategory: '1501',
      status: '4',
      civilServant: false,
      insuredArea: RegionCode.of('310115'),
    },
    {
      balance: yuan('41509.00'),
      insuranceType: '310',
      personCategory: '116032',
      status: '1',
      civilServant: false,
      insuredArea: RegionCode.of('310115'),
      employer: '测试单位1',
      enrolledOn: businessDate('1998-01-01'),
    },
  ],
};
