import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TYPE, unique } from '../contract/harness.js';
import { UNREADABLE } from '../kafka/headers.js';
import type { BusMessage } from '../port.js';
import { Inbox } from './inbox.js';
import { delivered, InboxFixture, range } from './inbox-fixture.js';

describe('Inbox: messages that fail', () => {
  const fixture = new InboxFixture();

  beforeAll(() => fixture.open());
  afterAll(() => fixture.close());
  beforeEach(() => fixture.renew());

  it('finds two poison messages among 300 and applies all others, in order', async () => {
    const inbox = fixture.inboxOf(
      fixture.recorder((n) => (n === 7 || n === 250 ? new RangeError('poison') : undefined)),
    );
    await inbox.handle(range(1, 300));
    expect(await fixture.applied()).toEqual(
      range(1, 300)
        .map((_, i) => i + 1)
        .filter((n) => n !== 7 && n !== 250),
    );
    expect((await inbox.deadLetters(10)).map(({ offset }) => offset)).toEqual(['7', '250']);
    expect(fixture.published.map(({ data }) => data['n'])).toEqual([7, 250]);
  });

  it('does not put a dead letter aside again when it is delivered again', async () => {
    const inbox = fixture.inboxOf(fixture.recorder(() => new RangeError('poison')));
    await inbox.handle(range(1, 2));
    await inbox.handle(range(1, 2));
    expect(await inbox.deadLetters(10)).toHaveLength(2);
    expect(fixture.published).toHaveLength(2);
  });

  it('gives a message that fails only at first its further tries', async () => {
    let failures = 3;
    await fixture
      .inboxOf(fixture.recorder(() => (failures-- > 0 ? new Error('not yet') : undefined)))
      .handle([delivered(1)]);
    expect(await fixture.applied()).toEqual([1]);
    expect(failures).toBe(-1);
  });

  it.each([
    ['a lost connection', Object.assign(new Error('gone'), { code: 'ECONNRESET' })],
    ['a server shutting down', Object.assign(new Error('shutdown'), { code: '57P01' })],
    ['a statement timeout', Object.assign(new Error('timeout'), { code: '57014' })],
  ])('throws %s, keeps nothing of the batch and puts nothing aside', async (_name, error) => {
    let broken = true;
    const inbox = fixture.inboxOf(fixture.recorder((n) => (broken && n === 3 ? error : undefined)));
    await expect(inbox.handle(range(1, 4))).rejects.toBe(error);
    expect(await fixture.applied()).toEqual([]);
    broken = false;
    await inbox.handle(range(1, 4));
    expect(await fixture.applied()).toEqual([1, 2, 3, 4]);
    expect(await inbox.deadLetters(10)).toEqual([]);
  });

  it('applies a batch again that met a conflict with another writer', async () => {
    let conflicts = 2;
    const conflict = Object.assign(new Error('deadlock detected'), { code: '40P01' });
    await fixture.inboxOf(fixture.recorder(() => (conflicts-- > 0 ? conflict : undefined))).handle(range(1, 3));
    expect(await fixture.applied()).toEqual([1, 2, 3]);
  });

  it('publishes a dead letter later when the bus was away, and says so by failing', async () => {
    let away = true;
    const flaky = {
      publish: (topic: string, letters: readonly BusMessage[]) =>
        away ? Promise.reject(new Error('away')) : fixture.bus.publish(topic, letters),
    };
    const inbox = new Inbox(
      fixture.store,
      fixture.consumer,
      [fixture.recorder((n) => (n === 1 ? new Error('poison') : undefined))],
      {
        bus: flaky,
        retryWaitMs: 1,
      },
    );
    await expect(inbox.handle(range(1, 2))).rejects.toThrow('away');
    expect(await fixture.applied()).toEqual([2]);
    away = false;
    const afterRestart = new Inbox(fixture.store, fixture.consumer, [fixture.recorder()], { bus: flaky });
    await afterRestart.handle([delivered(3)]);
    expect(fixture.published.map(({ data }) => data['n'])).toEqual([1]);
    await afterRestart.handle([delivered(4)]);
    expect(fixture.published).toHaveLength(1);
  });

  it('puts a record aside that is not a message of ours', async () => {
    const inbox = fixture.inboxOf(fixture.recorder());
    await inbox.handle([delivered(1), delivered(2, { type: UNREADABLE, data: { base64: 'AAA=' } }), delivered(3)]);
    expect(await fixture.applied()).toEqual([1, 3]);
    expect(await inbox.deadLetters(10)).toMatchObject([{ offset: '2', attempts: 1 }]);
  });

  it('keeps a dead letter whose data PostgreSQL refuses as jsonb', async () => {
    const inbox = fixture.inboxOf(fixture.recorder(() => new Error('poison')));
    await inbox.handle([delivered(1, { data: { n: 1, text: 'a\u0000b' } })]);
    expect(fixture.published[0]?.data).toEqual({ n: 1, text: 'a\u0000b' });
  });

  it('replays a dead letter once though two operators ask at once, and knows only its own consumer', async () => {
    let broken = true;
    const slow = { types: [TYPE], apply: async () => new Promise<void>((resolve) => setTimeout(resolve, 50)) };
    const recorder = fixture.recorder(() => (broken ? new Error('poison') : undefined));
    const inbox = fixture.inboxOf(slow, recorder);
    await inbox.handle([delivered(1)]);
    broken = false;
    const [letter] = await inbox.deadLetters(1);
    const id = letter?.id ?? '';
    const outcomes = await Promise.all([inbox.replayDeadLetter(id), inbox.replayDeadLetter(id)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['already-replayed', 'replayed']);
    expect(await fixture.applied()).toEqual([1]);
    const stranger = new Inbox(fixture.store, unique('stranger'), [fixture.recorder()], { bus: fixture.bus });
    expect(await stranger.replayDeadLetter(id)).toEqual({ kind: 'unknown' });
    expect(await inbox.replayDeadLetter('no number')).toEqual({ kind: 'unknown' });
    expect(await inbox.deadLetters(10, 'replayed')).toHaveLength(1);
  });

  it('replays a dead letter behind a batch of its partition that is being applied', async () => {
    let broken = true;
    let begun = (): void => undefined;
    const started = new Promise<void>((resolve) => (begun = resolve));
    const slow = {
      types: [TYPE],
      async apply(_tx: unknown, messages: readonly { readonly offset: string }[]) {
        if (messages[0]?.offset !== '2') return;
        begun();
        await new Promise((resolve) => setTimeout(resolve, 300));
      },
    };
    const inbox = fixture.inboxOf(
      slow,
      fixture.recorder(() => (broken ? new Error('poison') : undefined)),
    );
    await inbox.handle([delivered(1)]);
    broken = false;
    const [letter] = await inbox.deadLetters(1);
    const batch = inbox.handle([delivered(2)]);
    await started;
    expect(await inbox.replayDeadLetter(letter?.id ?? '')).toEqual({ kind: 'replayed' });
    await batch;
    expect(await fixture.applied()).toEqual([2, 1]);
  });
});
