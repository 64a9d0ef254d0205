import { businessDate, Money, RegionCode, type BusinessDate } from '#kernel';
import type { FieldCipher } from '#privacy';
import type { RecordedLine } from '../visit/domain/events.js';
import type { SettledAnswer } from '../visit/commands/settle-claim/settle-claim.js';
import { Decimal } from '#kernel';
import type { CheckedCall } from './call.js';
import type { InsuredPerson } from './directory/directory.js';
import {
  clearingAgencyOf,
  clearingTypeOf,
  type FundShare,
  type LineSplitAnswer,
  type LocalTime,
  type SettlementAnswer,
} from './messages/index.js';
import { personAnswer } from './queries/identify-person/identify-person.js';

const BY_ITEM = '1';

/** A stored answer as the hospital gets it: the person's name and number are opened here and stand nowhere else. */
export function settlementAnswer(
  { claim, facts, balance, accountInFunds }: SettledAnswer,
  { call, person, cipher, trial }: { call: CheckedCall; person: InsuredPerson; cipher: FieldCipher; trial: boolean },
): SettlementAnswer {
  const standing = {
    settlementId: claim.claimId,
    settledAt: claim.settledAt as LocalTime,
    clearingAgency: clearingAgencyOf(RegionCode.of(claim.careRegion)),
    clearingWay: BY_ITEM,
  };
  return {
    visitId: claim.visitId,
    ...(trial ? {} : standing),
    // On the day of settlement, so that the answer sent again years later says the same age (SET-15).
    person: personAnswer(person, cipher, claim.settledOn as BusinessDate),
    insuranceType: claim.insuranceType,
    personCategory: facts.personType,
    civilServant: facts.civilServant,
    insuredArea: RegionCode.of(claim.insuredRegion),
    medicalCategory: facts.medType,
    total: Money.of(claim.total),
    split: {
      inScope: Money.of(claim.inScope),
      classBPrepay: Money.of(claim.classBPrepay),
      overLimit: Money.of(claim.overLimit),
      selfPay: Money.of(claim.selfPay),
    },
    deductible: signed(facts.deductible, claim.refundOf !== null),
    poolRatio: facts.poolRatio,
    funds: claim.funds.map(({ code, column, amount }): FundShare => {
      const looked = facts.funds.find((fund) => fund.code === code);
      const limit = looked?.limit ?? null;
      const inScope = looked === undefined ? undefined : signed(looked.inScope, claim.refundOf !== null);
      return { code, column, amount: Money.of(amount), inScope, limit: limit === null ? undefined : Money.of(limit) };
    }),
    accountInFunds: accountInFunds === true,
    cash: Money.of(claim.cash),
    hospitalShare: Money.of(claim.hospitalBorne),
    balance: Money.of(balance),
    familyAccount: signed(facts.family?.paid ?? '0.00', claim.refundOf !== null),
    messageId: call.envelope.messageId,
    clearingType: clearingTypeOf(claim.visitKind),
    invoiceNo: claim.invoiceNumber ?? undefined,
    admittedOn: claim.admittedOn === null ? undefined : businessDate(claim.admittedOn),
    dischargedOn: claim.dischargedOn === null ? undefined : businessDate(claim.dischargedOn),
  };
}

const signed = (yuan: string, negative: boolean): Money => (negative ? Money.of(yuan).negate() : Money.of(yuan));

export const lineAnswer = (line: RecordedLine): LineSplitAnswer => ({
  sequence: line.sequence,
  amount: Money.of(line.total),
  quantity: new Decimal(line.quantity),
  price: new Decimal(line.price),
  priceCeiling: line.priceCeiling === '' ? undefined : new Decimal(line.priceCeiling),
  selfPayRatio: line.selfPayRatio,
  selfPay: Money.of(line.selfPay),
  overLimit: Money.of(line.overLimit),
  classBPrepay: Money.of(line.classBPrepay),
  inScope: Money.of(line.inScope),
  itemClass: line.itemClass,
  chargeCategory: line.category,
  restricted: false,
});
