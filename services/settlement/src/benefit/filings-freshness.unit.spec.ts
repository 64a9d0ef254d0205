import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BusMark } from '#event-bus';
import type { Database } from '#event-store';
import { Metrics } from '#http';
import { FilingsFreshness, FRESH_MS, WAIT_MS } from './filings-freshness.js';

const MARK: BusMark = { topic: 'kuasheng.registration.v1', partition: 0, offset: '1' };
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('how current the filings are', () => {
  let applied: boolean;
  let putAside: string[];
  let asked: { consumer: string; topics: readonly string[] }[];
  let metrics: Metrics;
  let filings: FilingsFreshness;

  beforeEach(() => {
    applied = true;
    asked = [];
    putAside = [];
    metrics = new Metrics('settlement', false);
    const bus = {
      end: async (topics: readonly string[]) => {
        asked.push({ consumer: '', topics });
        return [MARK];
      },
      hasPassed: async (consumer: string) => {
        asked.push({ consumer, topics: [] });
        return applied;
      },
    };
    const read = async () => putAside.map((psnNo) => ({ psnNo }));
    const database = { read } as unknown as Database;
    filings = new FilingsFreshness(bus, metrics, { database });
  });
  afterEach(() => filings.onApplicationShutdown());

  it('REG-02: are not before the consumer was seen at the end of the topic of registration', async () => {
    expect(filings.areCurrent('P1')).toBe(false);
    filings.onModuleInit();
    expect(await filings.refuseUnlessCurrent('P1')).toBeNull();
    expect(filings.areCurrent('P1')).toBe(true);
    expect(asked.slice(0, 2)).toEqual([
      { consumer: '', topics: ['kuasheng.registration.v1'] },
      { consumer: 'settlement', topics: [] },
    ]);
  });

  it('REG-02: a message that finds them current asks nothing of the bus', async () => {
    filings.onModuleInit();
    await filings.refuseUnlessCurrent('P1');
    const before = asked.length;
    for (let n = 0; n < 1_000; n += 1) filings.areCurrent('P1');
    expect(await filings.refuseUnlessCurrent('P1')).toBeNull();
    expect(asked).toHaveLength(before);
  });

  it('REG-02: cease to be half a second after the last time all was applied, and a message waits three seconds', async () => {
    filings.onModuleInit();
    await filings.refuseUnlessCurrent('P1');
    applied = false;
    await sleep(FRESH_MS + 300);
    expect(filings.areCurrent('P1')).toBe(false);
    const begun = performance.now();
    const refused = await filings.refuseUnlessCurrent('P1');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(WAIT_MS - 20);
    expect(refused).toMatchObject({ ok: false, rejection: { code: 'filing.not-current', rule: 'REG-02' } });
    const text = await metrics.text();
    expect(text).toMatch(/^kuasheng_filings_not_current_total\{service="settlement"\} 1$/m);
    expect(Number(/^kuasheng_filings_age_seconds.* (\S+)$/m.exec(text)?.[1])).toBeGreaterThan(WAIT_MS / 1000);
    applied = true;
    expect(await filings.refuseUnlessCurrent('P1')).toBeNull();
  });

  it('REG-02: a person of whom a message was put aside is refused until it has been replayed, others are not', async () => {
    putAside = ['P1'];
    filings.onModuleInit();
    expect(await filings.refuseUnlessCurrent('P2')).toBeNull();
    expect([filings.areCurrent('P1'), filings.areCurrent('P2')]).toEqual([false, true]);
    const refused = await filings.refuseUnlessCurrent('P1');
    expect(refused).toMatchObject({ ok: false, rejection: { code: 'filing.put-aside', rule: 'REG-02' } });
    putAside = [];
    await sleep(600);
    expect(await filings.refuseUnlessCurrent('P1')).toBeNull();
  });
});
