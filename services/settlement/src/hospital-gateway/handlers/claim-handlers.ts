import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { ok, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import { accountRef, balanceOf } from '../../benefit/domain/account.js';
import { ToldClaims } from '../../visit/queries/told-claim/told-claim.js';
import { unknownPerson } from '../answers.js';
import type { CheckedCall } from '../call.js';
import { Directory } from '../directory/directory.js';
import type { ClaimQueryAnswer, ClaimQueryRequest } from '../messages/index.js';
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
    const shown = settlementAnswer({ claim, facts, balance }, { call, person, cipher: this.cipher, trial: false });
    const { institution } = call;
    return ok({
      settlement: { ...shown, messageId },
      institutionCode: institution.code,
      institutionName: institution.name,
      institutionArea: institution.region,
      settlementLevel: visit.facts?.settlementLevel ?? '',
      diseaseCode: facts.diseaseCode,
      refunded,
    });
  }
}
