import { signTransport } from '#settlement';
import { envelopeOf, settingOf, visitMessages, type Session } from '#simulator';

/** A signed request, ready but for the number of its visit, which the platform gives. */
export interface ReadyMessage {
  readonly infno: string;
  readonly head: string;
  /** What stands between the places of the visit's number. */
  readonly parts: readonly string[];
  readonly bytes: number;
}

/** A session as its messages, in their order; the last one settles. */
export interface ReadySession {
  readonly messages: readonly ReadyMessage[];
}

export const SETTLED_ON = '2025-08-15';
const AT = `${SETTLED_ON} 10:00:00`;
const VISIT = '#visit#';
const MOST_NUMBERS = 100_000_000;
const SERIAL_DIGITS = 8;

/** The whole request as text. */
export function requestOf({ head, parts, bytes }: ReadyMessage, visitId: string): string {
  const length = bytes + visitId.length * (parts.length - 1);
  return `${head}content-length: ${length}\r\n\r\n${parts.join(visitId)}`;
}

/** The same request for a service that reads plain JSON. */
export function bareRequest({ parts, bytes }: ReadyMessage): string {
  const head = 'POST / HTTP/1.1\r\nhost: bare\r\ncontent-type: application/json\r\n';
  return `${head}content-length: ${bytes}\r\n\r\n${parts.join('')}`;
}

/**
 * The messages of a session as the `run`-th one of its load: 1101, 2201, 2203, 2204, 2207 of a visit and of a purchase; 1101,
 * 2401, 2301, 2402, 2304 of a stay. All fee lines travel in one message. Every run has message numbers of its own.
 */
export function readySession(drawn: Session, run: number): ReadySession {
  if (run >= MOST_NUMBERS) throw new RangeError('more sessions than message numbers');
  const session = { ...drawn, number: run };
  const steps = session.kind === 'inpatient' ? stepsOfStay(session) : stepsOfVisit(session);
  return { messages: steps.map(([infno, input], step) => readyMessage(session, { infno, step, input })) };
}

type Step = readonly [infno: string, input: object];

function stepsOfVisit(session: Session): readonly Step[] {
  const aForm = session.institution.usesAForms ? 'A' : '';
  const { identify, register, describeVisit, feeLines, settleVisit } = visitMessages;
  const lines = { visitId: VISIT, at: AT, first: 1, lines: session.lines };
  return [
    ['1101', identify(session.person)],
    ['2201', register(session, AT)],
    [`2203${aForm}`, describeVisit(session, VISIT, AT)],
    ['2204', feeLines(session, lines)],
    [`2207${aForm}`, settleVisit(session, VISIT, null)],
  ];
}

function stepsOfStay(session: Session): readonly Step[] {
  const { identify, admit, feeLines, discharge, settleStay } = visitMessages;
  const lines = { visitId: VISIT, at: AT, first: 1, lines: session.lines };
  return [
    ['1101', identify(session.person)],
    ['2401', admit(session, AT)],
    ['2301', feeLines(session, lines)],
    ['2402', discharge(session, VISIT, AT)],
    ['2304', settleStay(session, VISIT, null)],
  ];
}

interface StepOf {
  readonly infno: string;
  readonly step: number;
  readonly input: object;
}

function readyMessage({ institution, person, number }: Session, { infno, step, input }: StepOf): ReadyMessage {
  const serial = `${String(number).padStart(SERIAL_DIGITS, '0')}${step}`;
  const msgid = `${institution.code}${SETTLED_ON.replaceAll('-', '')}${serial}`;
  const insuredRegion = infno === '1101' ? '' : person.insuredRegion;
  const body = JSON.stringify(envelopeOf({ institution, infno, msgid, at: AT, insuredRegion, signInNo: '', input }));
  const headers = {
    host: 'settlement',
    'content-type': 'application/json; charset=utf-8',
    ...signTransport(settingOf(institution), { now: new Date(), apiName: infno }),
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const parts = body.split(VISIT);
  return { infno, head: `POST /hsa HTTP/1.1\r\n${head.join('')}`, parts, bytes: Buffer.byteLength(parts.join('')) };
}
