import { expect, it } from '@jest/globals';
import { deadLetterTopic } from '../topics.js';
import { eventually, message, messages, POISON } from './harness.js';
import { type ContractSuite, expectEachOnceInOrder, LONG_MS } from './suite.js';

/** Messages that cannot be applied. */
export function describePoison(suite: ContractSuite): void {
  it(
    'puts a poison message aside with its error, goes on with the partition, and can replay it once',
    async () => {
      const poisoned = message(78, 'visit-1', POISON);
      const sent = messages(200, () => 'visit-1').map((one, i) => (i === 77 ? poisoned : one));
      let healed = false;
      const inbox = suite.service.inbox(suite.bus, ({ text }) => !healed && text === POISON);
      await suite.bus.subscribe(inbox.subscription([suite.topic]));
      await suite.bus.publish(suite.topic, sent);
      const healthy = sent.filter(({ data }) => data['n'] !== 78);
      await suite.lagIs(0);
      expectEachOnceInOrder(await suite.service.effects(), healthy);

      const letters = await inbox.deadLetters(10);
      expect(letters).toHaveLength(1);
      const letter = letters[0] as (typeof letters)[number];
      expect(letter).toMatchObject({ messageId: poisoned.id, topic: suite.topic, status: 'open', attempts: 4 });
      expect(letter.error).toBe('RangeError: 第 78 条不能处理，证件号 ***');
      const [onTopic] = await eventually(
        () => suite.bus.read(deadLetterTopic(suite.service.name), 10),
        (found) => found.length > 0,
      );
      expect(onTopic).toMatchObject({ id: poisoned.id, data: poisoned.data });
      expect(onTopic?.metadata).toMatchObject({
        ...poisoned.metadata,
        deadLetterTopic: suite.topic,
        deadLetterError: letter.error,
      });

      expect(await inbox.replayDeadLetter(letter.id)).toMatchObject({ kind: 'failed' });
      healed = true;
      expect(await inbox.replayDeadLetter(letter.id)).toEqual({ kind: 'replayed' });
      expect(await inbox.replayDeadLetter(letter.id)).toEqual({ kind: 'already-replayed' });
      expect((await suite.service.effects()).filter(({ n }) => n === 78)).toHaveLength(1);
      expect(await inbox.deadLetters(10)).toEqual([]);
    },
    LONG_MS,
  );
}
