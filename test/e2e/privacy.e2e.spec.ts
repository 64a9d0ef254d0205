import { beforeAll, describe, expect, it } from '@jest/globals';
import { play, withPlatform } from './months.js';
import { databaseText, eventsWithoutAccount, found, logText, personalData } from './traces.js';

const MONTH = { seed: 11, claims: 120 };
const LONG_MS = 420_000;

let database = '';
let logs = '';
let tables = '';
let unaccounted: readonly string[] = ['not looked'];

beforeAll(async () => {
  await withPlatform({ logLevel: 'debug' }, async ({ layout }, folder) => {
    if (layout === null) throw new Error('not started');
    const played = await play(layout, folder, MONTH);
    tables = [...played.tables.values()].join('\n');
    database = await databaseText(layout.environment);
    unaccounted = await eventsWithoutAccount(layout.environment);
    logs = await logText(folder);
  });
}, LONG_MS);

describe('a whole month leaves no name, id number or phone in clear (SEC-02)', () => {
  it('was looked for where there is something to find', () => {
    expect(personalData(MONTH).length).toBeGreaterThan(100);
    expect(database).toContain('sm4:');
    expect(database).toContain('ClaimSettled');
    expect(logs).toContain('服务已启动');
    expect(tables).toContain('合计');
  });

  it('not in any table of any database: events, read models, messages, jobs', () => {
    expect(found(personalData(MONTH), database)).toEqual([]);
  });

  it('not in the logs, at their most talkative', () => {
    expect(found(personalData(MONTH), logs)).toEqual([]);
  });

  it('not in what is published', () => {
    expect(found(personalData(MONTH), tables)).toEqual([]);
  });

  it('SEC-03: and every event says who did it, when, on whose behalf and why', () => {
    expect(unaccounted).toEqual([]);
  });
});
