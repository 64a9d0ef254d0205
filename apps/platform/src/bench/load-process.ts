import { makeWorld, type Session } from '#simulator';
import { Load, type NextTask, type Task } from './load.js';
import type { LoadOrder, LoadReport } from './load-protocol.js';
import { bareRequest, readySession, requestOf, type ReadyMessage, type ReadySession } from './settle-messages.js';
import type { Wire, WireAnswer } from './wire.js';
import { WORLD } from './settle-world.js';

/** The load generator: a process of its own that plays what its parent orders. Arguments: claims of the world; sessions sent by an earlier one. */

const ACCEPTED = '"infcode":"0"';
const VISIT_ID = /"mdtrt_id":"(\d+)"/;
const SENTENCE = /"err_msg":"([^"]*)"/;
/** Sessions made ready ahead of the time they are timed in. */
const AHEAD_PER_SECOND = 2500;
const MOST_WIRES = 512;

const sessions = makeWorld({ ...WORLD, claims: Number(process.argv[2]) }).sessions.filter(
  ({ expected }) => expected === 'settled',
);
const outpatient = sessions.filter(({ kind }) => kind === 'outpatient' || kind === 'chronic');

/** Every run is a new visit of the next drawn session, from the first again after the last. */
let runs = Number(process.argv[3] ?? 0);
function nextReady(drawn: readonly Session[]): ReadySession {
  const session = drawn[runs % drawn.length];
  if (session === undefined) throw new Error('the world has no sessions');
  runs += 1;
  return readySession(session, runs);
}

interface Prepared {
  readonly message: ReadyMessage;
  readonly visitId: string;
}
const prepared: Prepared[] = [];

async function sendTo(
  { wire, load, since }: { readonly wire: Wire; readonly load: Load; readonly since: number },
  message: ReadyMessage,
  visitId: string,
): Promise<WireAnswer> {
  const answer = await wire.send(requestOf(message, visitId));
  load.answered(since);
  if (answer.status === 200 && answer.body.includes(ACCEPTED)) return answer;
  const sentence = SENTENCE.exec(answer.body.toString('utf8'))?.[1] ?? `HTTP ${answer.status}`;
  load.surprised(`${message.infno} ${sentence.replaceAll(/\d+(?:\.\d+)?/g, '#')}`);
  return answer;
}

/** The messages up to `count`, one after the other as a counter sends them; the number the visit was given. */
async function play(
  { messages }: ReadySession,
  {
    wire,
    due,
    load,
    count,
  }: { readonly wire: Wire; readonly due: number; readonly load: Load; readonly count: number },
): Promise<string> {
  let visitId = '';
  let since = due;
  for (const message of messages.slice(0, count)) {
    const { body } = await sendTo({ wire, load, since }, message, visitId);
    if (visitId === '') visitId = VISIT_ID.exec(body.toString('latin1'))?.[1] ?? '';
    since = performance.now();
  }
  return visitId;
}

const wholeSession =
  (session: ReadySession): Task =>
  async (wire, due, load) => {
    await play(session, { wire, due, load, count: session.messages.length });
  };

const preparation =
  (session: ReadySession): Task =>
  async (wire, due, load) => {
    const count = session.messages.length - 1;
    const visitId = await play(session, { wire, due, load, count });
    prepared.push({ message: session.messages[count] as ReadyMessage, visitId });
  };

const settlement =
  ({ message, visitId }: Prepared): Task =>
  async (wire, since, load) => {
    await sendTo({ wire, load, since }, message, visitId);
  };

const bareMessage =
  (request: string): Task =>
  async (wire, due, load) => {
    const { status } = await wire.send(request);
    load.answered(due);
    if (status !== 200) load.surprised(`HTTP ${status}`);
  };

/** Each of a list once, as a task. */
function inTurn<T>(items: readonly T[], task: (item: T) => Task): NextTask {
  const waiting = items.values();
  return () => {
    const next = waiting.next();
    return next.done === true ? null : task(next.value);
  };
}

/** Made while the load runs: where time is not what is measured. */
function counted(count: number, make: () => Task): NextTask {
  let left = count;
  return () => (left-- > 0 ? make() : null);
}

function tasksOf(order: LoadOrder): NextTask {
  switch (order.kind) {
    case 'sessions':
      if ('count' in order) return counted(order.count, () => wholeSession(nextReady(outpatient)));
      return inTurn(ready(order), wholeSession);
    case 'prepare':
      return counted(order.count, () => preparation(nextReady(sessions)));
    case 'settle':
      return inTurn(prepared.splice(0, order.count), settlement);
    case 'bare':
      return inTurn(bareRequests(order.seconds), bareMessage);
    default:
      return order satisfies never;
  }
}

function ready(order: { readonly seconds: number; readonly rate?: number }): readonly ReadySession[] {
  const perSecond = order.rate === undefined ? AHEAD_PER_SECOND : order.rate * 2;
  return Array.from({ length: Math.ceil(order.seconds * perSecond) }, () => nextReady(outpatient));
}

const BARE_AHEAD = 10_000;

/** Settle messages of one length, again and again: nothing is read in them. */
function bareRequests(seconds: number): readonly string[] {
  const request = bareRequest(nextReady(outpatient).messages.at(-1) as ReadyMessage);
  return Array.from({ length: seconds * BARE_AHEAD }, () => request);
}

function carryOut(order: LoadOrder): Promise<LoadReport> {
  const next = tasksOf(order);
  const seconds = 'seconds' in order ? order.seconds : undefined;
  if ('rate' in order) return Load.over(order.ports, MOST_WIRES, (load) => load.open(next, order.rate, seconds));
  return Load.over(order.ports, order.clients, (load) => load.closed(next, seconds));
}

process.on('message', (order: LoadOrder) => {
  carryOut(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
});
process.send?.('ready');
