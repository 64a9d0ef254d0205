import { Inject, Injectable } from '@nestjs/common';
import type { Claim } from '#contracts';
import { EventStore } from '#event-store';
import { ok, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import { accountRef, balanceOf } from '../../benefit/domain/account.js';
import { benefitYearOf } from '../../benefit/domain/benefit-year.js';
import { fundsToldTo } from '../../visit/commands/settle-claim/settled-answer.js';
import type { Visit } from '../../visit/domain/visit.js';
import { ToldClaims } from '../../visit/queries/told-claim/told-claim.js';
import { unknownPerson } from '../answers.js';
import type { CheckedCall } from '../call.js';
import { Directory, type Institution } from '../directory/directory.js';
import { hospitalLevelOf, type ClaimQueryAnswer, type ClaimQueryRequest } from '../messages/index.js';
import { settlementAnswer } from '../present.js';
import type { HandlersOf } from './handlers.js';

/** 5203 and 100001: a settlement and its steps, told again. */
@Injectable()
export class ClaimHandlers {
  constructor(
    private readonly told: ToldClaims,
    private readonly directory: Directory,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
  ) {}

  readonly handlers: HandlersOf<'5203' | '100001'> = {
    '5203': (request, facts) => this.claim({ ...facts, request }),
    '100001': async (request, facts) => {
      const told = await this.told.claim({ ...facts, request }, request.settlementId);
      return told.ok ? ok({ steps: told.value.steps }) : told;
    },
  };

  private async claim(call: CheckedCall<ClaimQueryRequest>): Promise<Result<ClaimQueryAnswer>> {
    const told = await this.told.claim(call, call.request.settlementId);
    if (!told.ok) return told;
    const person = await this.directory.person(call.request.personNo);
    if (person === null) return unknownPerson();
    const { claim, facts, messageId, refunded, visit } = told.value;
    const balance = balanceOf((await this.store.load(accountRef(person.psnNo))).state).toString();
    const answer = { claim, facts, balance, ...fundsToldTo(call.institution) };
    const shown = settlementAnswer(answer, { call, person, cipher: this.cipher, trial: false });
    return ok({
      settlement: { ...shown, messageId },
      ...placeOfCare(call.institution, visit),
      medicalYear: medicalYearOf(visit, claim),
      diseaseCode: facts.diseaseCode,
      refunded,
    });
  }
}

type PlaceOfCare = Pick<
  ClaimQueryAnswer,
  'institutionCode' | 'institutionName' | 'institutionArea' | 'settlementLevel' | 'hospitalLevel'
>;

function placeOfCare({ code, name, region, kind }: Institution, { facts }: Visit): PlaceOfCare {
  const settlementLevel = facts?.settlementLevel ?? '';
  const hospitalLevel = hospitalLevelOf(kind, settlementLevel);
  return { institutionCode: code, institutionName: name, institutionArea: region, settlementLevel, hospitalLevel };
}

/** Another place of insurance keeps its own years and does not tell them: then it is the year of the settlement. */
function medicalYearOf({ settlements }: Visit, { claimId, refundOf, settledOn }: Claim): string {
  const used = settlements.get(refundOf ?? claimId)?.benefit;
  return benefitYearOf(used?.benefitStream ?? '') ?? settledOn.slice(0, 4);
}
