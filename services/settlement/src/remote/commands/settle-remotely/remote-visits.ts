import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import { accepted, metadataOf, type CheckedCall } from '../../../hospital-gateway/call.js';
import type { InsuredPerson } from '../../../hospital-gateway/directory/directory.js';
import type { VisitEvent } from '../../../visit/domain/events.js';
import { visitRef, type Visit } from '../../../visit/domain/visit.js';
import { openingStep, type ShownPerson } from '../../domain/script.js';
import type { Told } from '../../places/insured-place.js';
import type { RemotePlace } from '../../places/remote-places.js';
import { RemoteSession, visitNumberOf, type SessionFacts } from '../remote-session.js';

export interface VisitToOpen {
  readonly call: CheckedCall;
  readonly visitId: string;
  readonly place: RemotePlace;
  readonly shown: ShownPerson;
  /** Of a purchase, which stands nowhere yet. */
  readonly opening?: readonly VisitEvent[];
}

/**
 * Visits at places that compute themselves. The number a place gave one is kept with it from the first time on, a trial's
 * too: what is said of the person or the stay later would be another message under the same number (SET-15).
 */
@Injectable()
export class RemoteVisits {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    private readonly session: RemoteSession,
  ) {}

  /** Opened for the place of insurance alone. */
  shown({ psnNo, insuranceType, personType, sealedIdNumber, sealedName }: InsuredPerson): ShownPerson {
    const idNumber = this.cipher.open('id-number', sealedIdNumber);
    return { psnNo, insuranceType, personType, idNumber, name: this.cipher.open('name', sealedName) };
  }

  /** The number of the visit there, or what the place said instead. */
  async open(asked: VisitToOpen, session: SessionFacts, visit: Visit): Promise<string | Told> {
    const { place, shown, opening } = asked;
    if (visit.remoteVisit?.unit === place.unit) return visit.remoteVisit.visitId;
    const opened = await this.session.step(place, session, openingStep(visit, shown));
    const number = opened.kind === 'answered' ? visitNumberOf(opened.output) : null;
    if (number === null) return opened;
    if (opening === undefined) await this.keep(asked, number);
    return number;
  }

  private async keep({ call, visitId, place: { unit } }: VisitToOpen, number: string): Promise<void> {
    const ref = visitRef(visitId);
    const event: VisitEvent = { type: 'RemoteVisitOpened', data: { unit, visitId: number } };
    await this.store.write<null>({
      ...{ streams: [ref], idempotency: null, metadata: metadataOf(call) },
      decide: (states) => {
        const known = states.of(ref).remoteVisit?.unit === unit;
        return accepted(null, known ? [] : [{ streamId: ref.id, event }]);
      },
    });
  }
}
