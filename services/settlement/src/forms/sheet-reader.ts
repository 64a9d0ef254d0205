import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { businessDate, daysBetween, Money, ok, reject, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import { yearsBetween } from '../adjudication/index.js';
import { Directory } from '../hospital-gateway/directory/directory.js';
import { fundNameOf } from '../hospital-gateway/messages/index.js';
import type { DiagnosisText } from '../visit/domain/events.js';
import { visitRef, type SettlementRecord, type Visit } from '../visit/domain/visit.js';
import type { SheetFacts } from './settlement-sheet.js';

const named = ({ name, code }: DiagnosisText): string => name ?? code;
const HOSPITAL_SHARE = '医院负担';

/** What annex 13 of a stay needs; name and number are opened for this answer only (SEC-02). */
@Injectable()
export class SheetReader {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    private readonly directory: Directory,
  ) {}

  /** Refused for what is no stay, and for a settlement that was taken back. */
  async read(visitId: string, claimId: string): Promise<Result<SheetFacts>> {
    const { state } = await this.store.load(visitRef(visitId));
    const settlement = state.settlements.get(claimId);
    if (settlement === undefined) return reject('sheet.refund', 'SET-13', '退费没有住院结算单', ['claimId']);
    if (settlement.claim.visitKind !== 'inpatient') {
      return reject('sheet.no-stay', 'SET-05', '不是住院费用，没有住院结算单', ['claimId']);
    }
    if (settlement.refundedBy !== null) return reject('sheet.refunded', 'SET-13', '该结算已退费', ['claimId']);
    return this.factsOf(state, settlement);
  }

  private async factsOf(visit: Visit, { claim, facts }: SettlementRecord): Promise<Result<SheetFacts>> {
    const [person, institution] = await Promise.all([
      this.directory.person(claim.psnNo),
      this.directory.institution(claim.institutionCode),
    ]);
    if (person === null) return reject('sheet.unknown', 'SET-05', '未找到参保人员', ['claimId']);
    return ok({
      ...{ claim, sex: person.sex, deductible: facts.deductible, emergency: visit.marks.emergency },
      name: this.cipher.open('name', person.sealedName),
      idNumber: this.cipher.open('id-number', person.sealedIdNumber),
      ageYears: yearsBetween(businessDate(person.birthDate), businessDate(claim.admittedOn ?? claim.settledOn)),
      hospital: institution?.name ?? claim.institutionCode,
      settlementLevel: visit.facts?.settlementLevel ?? '',
      ...diagnosesOf(visit),
      stayDays: daysOf(claim),
      funds: [...claim.funds.map(({ code, amount }) => ({ name: fundNameOf(code) ?? code, amount })), ...borne(claim)],
    });
  }
}

function diagnosesOf({ diagnoses }: Visit): Pick<SheetFacts, 'mainDiagnosis' | 'otherDiagnoses'> {
  const [main, ...others] = [...diagnoses].sort((a, b) => Number(b.main) - Number(a.main));
  return { mainDiagnosis: main === undefined ? null : named(main), otherDiagnoses: others.map(named) };
}

function borne({ hospitalBorne }: SettlementRecord['claim']): SheetFacts['funds'] {
  return Money.of(hospitalBorne).isZero() ? [] : [{ name: HOSPITAL_SHARE, amount: hospitalBorne }];
}

/** The day of discharge is not counted; a stay of one day is one. */
function daysOf({ admittedOn, dischargedOn }: SettlementRecord['claim']): number | null {
  if (admittedOn === null || dischargedOn === null) return null;
  return Math.max(1, daysBetween(businessDate(admittedOn), businessDate(dischargedOn)));
}
