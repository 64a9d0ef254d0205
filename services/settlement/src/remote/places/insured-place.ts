import { Injectable } from '@nestjs/common';
import { parseJson, signTransport, type JsonObject } from '../../hospital-gateway/messages/index.js';
import type { RemotePlace } from './remote-places.js';

/** One message to a place of insurance. */
export interface PlaceMessage {
  readonly infno: string;
  readonly messageId: string;
  readonly careRegion: string;
  readonly insuredRegion: string;
  readonly institutionCode: string;
  readonly institutionName: string;
  readonly input: object;
}

/** Answered: it happened. Refused: it did not. In doubt: nobody here knows. */
export type Told =
  | { readonly kind: 'answered'; readonly output: JsonObject }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'in-doubt'; readonly message: string; readonly refusedSince?: true };

/** 参保地 Port to a place of insurance that adjudicates itself. */
export abstract class InsuredPlace {
  /** Sends once and says what is known of it afterwards; never throws. */
  abstract send(place: RemotePlace, message: PlaceMessage): Promise<Told>;
}

const HTTP_OK = 200;
/** What a gateway says when it did not get to decide: the same message may be sent again. */
const BUSY = /^系统繁忙|以同一报文/;
const inDoubt = (message: string): Told => ({ kind: 'in-doubt', message });

/** Speaks the national interface over HTTP, signed the way the place asks for. */
@Injectable()
export class HttpInsuredPlace extends InsuredPlace {
  async send(place: RemotePlace, message: PlaceMessage): Promise<Told> {
    const now = new Date();
    const headers = signTransport(place.setting, { now, apiName: message.infno, nonce: message.messageId });
    try {
      const response = await fetch(place.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
        body: JSON.stringify(envelopeOf(message, now)),
        signal: AbortSignal.timeout(place.timeoutMs),
      });
      const text = await response.text();
      // Also 401: an earlier attempt of the same message may have been let in.
      return response.status === HTTP_OK ? toldBy(text) : inDoubt(`HTTP ${response.status}`);
    } catch (error) {
      return inDoubt(error instanceof Error ? error.name : 'Error');
    }
  }
}

const MS_8_HOURS = 8 * 3_600_000;

function envelopeOf(message: PlaceMessage, now: Date): object {
  return {
    infno: message.infno,
    msgid: message.messageId,
    mdtrtarea_admvs: message.careRegion,
    insuplc_admdvs: message.insuredRegion,
    recer_sys_code: 'KUASHENG',
    infver: 'V1.0',
    opter_type: '1',
    opter: 'kuasheng',
    opter_name: 'kuasheng',
    inf_time: new Date(now.getTime() + MS_8_HOURS).toISOString().slice(0, 19).replace('T', ' '),
    fixmedins_code: message.institutionCode,
    fixmedins_name: message.institutionName,
    sign_no: '',
    input: message.input,
  };
}

function toldBy(text: string): Told {
  const parsed = parseJson(text, 'output');
  if (!parsed.ok || !isObject(parsed.value)) return inDoubt('应答不是JSON对象');
  const { infcode, err_msg: said, output } = parsed.value;
  if (infcode === '0') return { kind: 'answered', output: isObject(output) ? output : {} };
  const message = typeof said === 'string' ? said : '';
  const decided = infcode === '-1' && !BUSY.test(message);
  return decided ? { kind: 'refused', message } : inDoubt(message);
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
