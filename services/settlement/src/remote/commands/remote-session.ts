import { Injectable } from '@nestjs/common';
import type { JsonObject } from '../../hospital-gateway/messages/index.js';
import { numberFor } from '../../hospital-gateway/numbers.js';
import type { RemoteStep } from '../domain/script.js';
import { InsuredPlace, type PlaceMessage, type Told } from '../places/insured-place.js';
import type { RemotePlace } from '../places/remote-places.js';

/** From where to where a session speaks, and for which call. */
export interface SessionFacts {
  readonly callId: string;
  readonly institutionCode: string;
  readonly institutionName: string;
  readonly careRegion: string;
  readonly insuredRegion: string;
}

/** Times one message is sent before its outcome counts as unknown; the second time it finds the first one's answer. */
const ATTEMPTS = 2;

/** The same step of the same call is the same message, whichever process sends it. */
export const remoteMessageId = (callId: string, key: string): string =>
  `KS${numberFor('', 'remote-message', callId, key)}`;

/**
 * A refusal of the second attempt says nothing of the first, whose answer was lost: the place may refuse because that one is under way or
 * was carried out, in words of its own (SET-15). Those are not kept: they may name somebody (SEC-02).
 */
const REFUSED_SINCE: Told = { kind: 'in-doubt', message: 'refused after an attempt in doubt', refusedSince: true };

/** Sends messages of one call, each until it is answered or given up. */
@Injectable()
export class RemoteSession {
  constructor(private readonly place: InsuredPlace) {}

  async send(to: RemotePlace, message: PlaceMessage): Promise<Told> {
    const first = await this.place.send(to, message);
    let told = first;
    for (let attempt = 1; attempt < ATTEMPTS && told.kind === 'in-doubt'; attempt += 1) {
      told = await this.place.send(to, message);
    }
    return first.kind === 'in-doubt' && told.kind === 'refused' ? REFUSED_SINCE : told;
  }

  /** A step of the session. What opens a visit is the same for every call about it. */
  step(to: RemotePlace, facts: SessionFacts, { infno, key, input }: RemoteStep): Promise<Told> {
    const { callId, ...place } = facts;
    const messageId = remoteMessageId(key.startsWith('open/') ? 'visit' : callId, key);
    return this.send(to, { ...place, infno, input, messageId });
  }

  /** Steps one after the other; the first that fails ends them. */
  async steps(to: RemotePlace, facts: SessionFacts, steps: readonly RemoteStep[]): Promise<Told> {
    for (const step of steps) {
      const told = await this.step(to, facts, step);
      if (!goesOn(told, step)) return told;
    }
    return { kind: 'answered', output: {} };
  }

  /** 2601 of a message whose outcome nobody knows; true once the place has acknowledged it. */
  async reverse(to: RemotePlace, facts: SessionFacts, original: Reversed): Promise<boolean> {
    const { callId, ...place } = facts;
    const data = { psn_no: original.psnNo, omsgid: original.messageId, oinfno: original.infno };
    const messageId = remoteMessageId(callId, 'reverse');
    const told = await this.send(to, { ...place, infno: '2601', input: { data }, messageId });
    return told.kind === 'answered';
  }
}

function goesOn(told: Told, { mayBeRefused }: RemoteStep): boolean {
  if (told.kind === 'answered') return true;
  return mayBeRefused && (told.kind === 'refused' || told.refusedSince === true);
}

interface Reversed {
  readonly psnNo: string;
  readonly messageId: string;
  readonly infno: string;
}

/** The number a place gave a visit, from the output of 2201 or 2401. */
export function visitNumberOf(output: JsonObject): string | null {
  for (const node of [output['data'], output['result'], output]) {
    const number = typeof node === 'object' && node !== null ? (node as JsonObject)['mdtrt_id'] : undefined;
    if (typeof number === 'string' && number !== '') return number;
  }
  return null;
}
