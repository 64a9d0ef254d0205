import type { NoticesPublished, TableGenerated } from './clearing.js';
import type { DeclarationFiled, DeclarationReviewed, DeclarationWithdrawn } from './declaration.js';
import type { SpecialAccountMoved, WarningRaised } from './prepayment.js';
import type {
  FamilyAccountEnded,
  FamilyAccountShared,
  FilingApproved,
  FilingChanged,
  FilingEnded,
  PersonEnrolled,
} from './registration.js';
import type {
  Claim,
  ClaimsConfirmed,
  DifferenceClosed,
  DifferenceFound,
  StayEnded,
  StayRegistered,
} from './settlement.js';

const SEALED = 'sm4:dev-1:AAAA';
const HASH = 'hs3:dev-search:00';

export const PERSON_ENROLLED: PersonEnrolled = {
  psnNo: '32020000000000000001',
  name: SEALED,
  idNumber: SEALED,
  idNumberHash: HASH,
  credentialHashes: [HASH],
  sex: '1',
  birthDate: '1960-05-01',
  insuredRegion: '320200',
  insuranceType: '310',
  personType: '12',
  ...{ civilServant: false, insuranceStatus: '1' },
  insuredSince: '2010-01-01',
  accountBalance: '1200.00',
  chronicDiseases: [{ code: 'M03900', from: '2024-01-01', to: null }],
  ...{ retiredOn: '2020-05-01', unclaimedYears: 2, identities: [{ code: '101', from: '2024-01-01', to: null }] },
};

export const FAMILY_ACCOUNT_SHARED: FamilyAccountShared = {
  ownerPsnNo: '32020000000000000002',
  memberPsnNo: PERSON_ENROLLED.psnNo,
  relation: 'parent',
  from: '2025-07-01',
  to: null,
};
export const FAMILY_ACCOUNT_ENDED: FamilyAccountEnded = {
  ownerPsnNo: FAMILY_ACCOUNT_SHARED.ownerPsnNo,
  memberPsnNo: FAMILY_ACCOUNT_SHARED.memberPsnNo,
  from: FAMILY_ACCOUNT_SHARED.from,
  to: '2025-12-31',
};

export const FILING_APPROVED: FilingApproved = {
  filingId: 'BA202507010001',
  psnNo: PERSON_ENROLLED.psnNo,
  insuredRegion: '320200',
  kind: 'long-term-resident',
  destination: '310000',
  byPromise: false,
  validFrom: '2025-07-01',
  validTo: null,
  replaces: null,
};

export const FILING_CHANGED: FilingChanged = {
  filingId: FILING_APPROVED.filingId,
  psnNo: PERSON_ENROLLED.psnNo,
  kind: FILING_APPROVED.kind,
  destination: FILING_APPROVED.destination,
  byPromise: true,
  documentsOwed: false,
  validFrom: '2025-07-01',
  validTo: '2027-06-30',
  changedOn: '2025-07-10',
  cause: 'documents',
};

export const FILING_ENDED: FilingEnded = {
  filingId: FILING_APPROVED.filingId,
  psnNo: PERSON_ENROLLED.psnNo,
  endedOn: '2026-01-02',
  cause: 'cancelled',
};

export const DECLARATION_FILED: DeclarationFiled = {
  declarationNo: '2025080100000000000000000001',
  psnNo: PERSON_ENROLLED.psnNo,
  institutionCode: 'H32020000001',
  institutionRegion: '320200',
  institutionLevel: '3',
  filedOn: '2025-08-01',
  kind: 'referral',
  details: {
    diagnosisCode: 'C34.900',
    receivingInstitution: 'H31011500001',
    receivingRegion: '310115',
    referredOn: '2025-08-01',
    reasonCode: null,
    formerVisitId: null,
    beginsOn: '2025-08-01',
    endsOn: null,
  },
};

export const DECLARATION_WITHDRAWN: DeclarationWithdrawn = {
  declarationNo: DECLARATION_FILED.declarationNo,
  psnNo: PERSON_ENROLLED.psnNo,
  kind: 'referral',
  withdrawnOn: '2025-08-02',
};

export const DECLARATION_REVIEWED: DeclarationReviewed = {
  declarationNo: DECLARATION_FILED.declarationNo,
  psnNo: PERSON_ENROLLED.psnNo,
  outcome: 'approved',
  reason: null,
  filingId: `BA${DECLARATION_FILED.declarationNo}`,
  reviewedOn: '2025-08-01',
};

export const STAY_REGISTERED: StayRegistered = {
  visitId: '2025080200000000000000000001',
  psnNo: PERSON_ENROLLED.psnNo,
  insuredRegion: '320200',
  institutionCode: 'H31011500001',
  careRegion: '310115',
  openedOn: '2025-08-02',
  inpatient: true,
  emergency: false,
};

export const STAY_ENDED: StayEnded = {
  visitId: STAY_REGISTERED.visitId,
  psnNo: PERSON_ENROLLED.psnNo,
  endedOn: '2025-08-10',
};

/** The case of 1 December 2021 at Haikou, the first 门诊慢特病 claim settled across provinces, as a claim event. */
export const CLAIM_SETTLED: Claim = {
  claimId: '2021120112345678901234567890',
  refundOf: null,
  visitId: '2021120100000000000000000001',
  visitKind: 'chronic',
  psnNo: '36030000000000000001',
  scheme: 'employee',
  insuranceType: '310',
  insuredRegion: '360300',
  careRegion: '460100',
  payer: '36',
  receiver: '46',
  institutionCode: 'H46010000001',
  clearingCategory: '14',
  settledOn: '2021-12-01',
  settledAt: '2021-12-01 10:00:00',
  admittedOn: null,
  dischargedOn: null,
  inpatientNumber: null,
  invoiceNumber: null,
  total: '465.19',
  inScope: '465.19',
  classBPrepay: '0.00',
  overLimit: '0.00',
  selfPay: '0.00',
  funds: [
    { code: '310100', column: 'pool', amount: '115.63' },
    { code: '310200', column: 'account', amount: '349.56' },
  ],
  fundTotal: '115.63',
  account: '349.56',
  cash: '0.00',
  hospitalBorne: '0.00',
};

export const CLAIMS_CONFIRMED: ClaimsConfirmed = {
  institutionCode: CLAIM_SETTLED.institutionCode,
  receiver: '46',
  insuranceType: '310',
  clearingCategory: '14',
  from: '2021-12-01',
  to: '2021-12-01',
  confirmedOn: '2021-12-02',
  claimIds: [CLAIM_SETTLED.claimId],
};

export const DIFFERENCE_FOUND: DifferenceFound = {
  differenceId: 'D-20211201-insured-1',
  claimId: CLAIM_SETTLED.claimId,
  businessDate: '2021-12-01',
  class: 'amount',
  side: 'insured',
  owner: '36',
};

export const DIFFERENCE_CLOSED: DifferenceClosed = {
  differenceId: DIFFERENCE_FOUND.differenceId,
  claimId: CLAIM_SETTLED.claimId,
  closedOn: '2021-12-03',
  reason: '参保地系统已补录',
};

export const TABLE_GENERATED: TableGenerated = {
  month: '2021-12',
  generatedOn: '2022-01-21',
  cells: [
    {
      payer: '36',
      receiver: '46',
      scheme: 'employee',
      payable: '465.19',
      deducted: '0.00',
      cleared: '465.19',
      claims: 1,
    },
  ],
  total: '465.19',
};

export const NOTICES_PUBLISHED: NoticesPublished = {
  month: '2021-12',
  publishedOn: '2022-01-31',
  payments: 1,
  collections: 1,
  total: '465.19',
};

export const WARNING_RAISED: WarningRaised = {
  month: '2021-12',
  receiver: '46',
  payer: null,
  level: 'yellow',
  ratePercent: '70.00',
  cleared: '700.00',
  advance: '1000.00',
  raisedOn: '2022-01-21',
};

export const SPECIAL_ACCOUNT_MOVED: SpecialAccountMoved = {
  movementId: '2022-46-36-1/paid',
  unit: '36',
  counterparty: '46',
  kind: 'advance-paid',
  direction: 'out',
  amount: '1000.00',
  bank: '中国银行江西省分行',
  serialNumber: '202202250001',
  movedOn: '2022-02-25',
};
