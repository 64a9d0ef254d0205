import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTRACTS, topicOf } from '#contracts';
import { mintDevelopmentToken } from '#http';
import { Money } from '#kernel';
import { openBus, parseConfig } from '#service';
import type { ServiceUnderTest } from '#testing';
import { eventsRecorded } from './hospital.js';
import { DAY, province, settledDay, type Entry, type SettledDay } from './settled-day.js';

let settlement: ServiceUnderTest;
let running: SettledDay;
let claims: readonly Entry[];

beforeAll(async () => {
  running = await settledDay();
  ({ service: settlement, claims } = running);
});

afterAll(() => running.end());

const upload = (side: string, unit: string, list: readonly Entry[], { date = DAY, as = unit } = {}) =>
  settlement.call('PUT', `/settlement/reconciliation/ledgers/${side}/${unit}/${date}`, {
    ...{ as: province(as), body: { entries: list } },
  });
const reconcile = async (asOf = DAY) =>
  (await settlement.call('POST', '/ops/jobs/reconcile-day/runs', { body: { asOf } })).body;

const completeness = async (unit: string) =>
  (
    await settlement.call('GET', `/settlement/reconciliation/completeness?month=2025-08&unit=${unit}`, {
      as: province(unit),
    })
  ).body;

const COLUMNS = ['claimId', 'state', 'total', 'fundTotal', 'account', 'cash'] as const;
const csvOf = (list: readonly Entry[]): string =>
  [COLUMNS.join(','), ...list.map((entry) => COLUMNS.map((name) => entry[name]).join(','))].join('\n') + '\n';

/** The day's file of the place of insurance. */
async function uploadFile(text: string): Promise<{ status: number; body: unknown }> {
  const token = await mintDevelopmentToken({ subject: 'test', ...province('32') });
  const response = await fetch(`${settlement.url}/settlement/reconciliation/ledgers/insured/32/${DAY}/file`, {
    ...{ method: 'PUT', body: text },
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv', 'idempotency-key': randomUUID() },
  });
  return { status: response.status, body: await response.json() };
}

interface Difference {
  readonly ageDays: number;
  readonly differenceId: string;
  readonly claimId: string;
  readonly class: string;
  readonly side: string;
  readonly owner: string;
  readonly closedOn: string | null;
  readonly reason: string | null;
}

async function differences(unit: string, open?: boolean): Promise<readonly Difference[]> {
  for (const until = Date.now() + 10_000; Date.now() < until;) {
    const { body } = await settlement.call('GET', '/ops/lag');
    if ((body as unknown as { behind: number }[]).every(({ behind }) => behind === 0)) break;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  const query = `unit=${unit}${open === undefined ? '' : `&open=${open}`}`;
  const { body } = await settlement.call('GET', `/settlement/reconciliation/differences?${query}`, {
    as: province(unit),
  });
  return body as unknown as readonly Difference[];
}
/** What clearing must agree on: those open, of claims that are known and of others. */
async function expectFigures(open: readonly Difference[]): Promise<void> {
  const digest = (some: readonly Difference[]): string => {
    const told = some.map(({ differenceId, claimId }) => `${differenceId}|${claimId}`).sort();
    return `${some.length}项 ${createHash('md5').update(told.join(';')).digest('hex')}`;
  };
  const isKnown = ({ claimId }: Difference): boolean => claims.some((claim) => claim.claimId === claimId);
  expect((await settlement.call('GET', '/ops/figures')).body).toMatchObject({
    'differences 2025-08 32→31': digest(open.filter(isKnown)),
    'differences 无此结算': digest(open.filter((one) => !isKnown(one))),
  });
}
const classes = (found: readonly Difference[]) =>
  Object.fromEntries(found.map(({ claimId, class: of }) => [claimId, of]));
const close = (difference: { differenceId: string }, unit: string, changes: object = {}) =>
  settlement.call('POST', '/settlement/reconciliation/differences/close', {
    as: province(unit),
    body: { businessDate: DAY, differenceId: difference.differenceId, unit, reason: '医院已更正', ...changes },
  });

describe('daily reconciliation', () => {
  it('REC-01, REC-02: three equal sides have no difference; who has not reported is named, from the 4th on as late', async () => {
    expect(await reconcile()).toMatchObject({ days: 0, found: 0, missing: 2, missingFrom: 'care:31 insured:32' });
    expect(await completeness('31')).toMatchObject({
      ...{ completeBy: '2025-09-03', complete: false, overdue: false },
      missing: [{ businessDate: DAY, side: 'care', unit: '31', claims: 5 }],
    });
    expect((await upload('care', '31', claims)).body).toMatchObject({ entries: 5, revision: 1 });
    expect(await completeness('31')).toMatchObject({ complete: true, missing: [] });
    expect(await reconcile('2025-09-03')).toMatchObject({ overdue: 0 });
    for (const day of ['2025-09-04', '2025-10-01']) expect(await reconcile(day)).toMatchObject({ overdue: 1 });
    expect((await upload('insured', '32', claims)).status).toBe(200);
    expect(await reconcile()).toMatchObject({ days: 1, found: 0, closed: 0, missing: 0 });
    expect(await reconcile('2025-09-04')).toMatchObject({ days: 1, overdue: 0 });
  });

  it('REC-01: a day is compared again when a report has changed or the day was not over, and not otherwise', async () => {
    expect(await reconcile('2025-09-04')).toMatchObject({ days: 0 });
    await upload('care', '31', claims.slice(1));
    expect(await reconcile('2025-08-02')).toMatchObject({ days: 1, found: 1 });
    await upload('care', '31', claims);
    expect(await reconcile('2025-08-02')).toMatchObject({ days: 1, closed: 1 });
  });

  it('REC-01: finds each class for its owner, and the same comparison again finds nothing', async () => {
    const [first, second, third, fourth, fifth] = claims as [Entry, Entry, Entry, Entry, Entry];
    const wrong = [
      { ...second, fundTotal: Money.of(second.fundTotal).plus(Money.of('0.01')).toString() },
      third,
      third,
      { ...fourth, state: fourth.state === 'settled' ? ('refunded' as const) : ('settled' as const) },
      fifth,
      { ...fifth, claimId: 'nobody-knows' },
    ];
    expect((await upload('care', '31', wrong)).body).toMatchObject({ revision: 4 });
    await reconcile();
    const found = await differences('31', true);
    expect(classes(found)).toEqual({
      [first.claimId]: 'one-sided',
      [second.claimId]: 'amount',
      [third.claimId]: 'duplicate',
      [fourth.claimId]: 'state',
      'nobody-knows': 'one-sided',
    });
    expect(new Set(found.map(({ side }) => side))).toEqual(new Set(['care']));
    await expectFigures(found);
    const before = await eventsRecorded(settlement);
    expect(await reconcile()).toMatchObject({ found: 0, closed: 0 });
    expect(await eventsRecorded(settlement)).toBe(before);
    expect(await differences('32')).toEqual([]);
  });

  it('REC-01: the same file again is no new revision, also as CSV', async () => {
    expect((await upload('insured', '32', claims)).body).toMatchObject({ revision: 1 });
    expect(await uploadFile(csvOf(claims))).toMatchObject({ status: 200, body: { entries: 5, revision: 1 } });
  });

  it('REC-01: a file with a fault is refused whole, with line and column, and the one before stands', async () => {
    const [first] = claims as [Entry];
    const faults: readonly [string, string, string][] = [
      [csvOf([first, { ...first, total: '1.234' }]), '第3行total', 'total'],
      [csvOf([{ ...first, state: 'open' as 'settled' }]), '第2行state', 'state'],
      [`${csvOf([first])}a,b\n`, '第3行不是有效的CSV', 'file'],
      ['claimId,state\nC1,settled\n', '表头缺少', 'total'],
      [`${csvOf([]).trimEnd()},name\n`, '表头只能是', 'header'],
    ];
    for (const [text, message, field] of faults) {
      const { status, body } = await uploadFile(text);
      expect([status, body]).toEqual([400, expect.objectContaining({ fields: expect.arrayContaining([field]) })]);
      expect(JSON.stringify(body)).toContain(message);
    }
    expect(await uploadFile(csvOf(claims))).toMatchObject({ body: { entries: 5, revision: 1 } });
    const as = { ...province('31') };
    const path = `/settlement/reconciliation/ledgers/insured/32/${DAY}/file`;
    expect((await settlement.call('PUT', path, { as, body: {} })).status).toBe(403);
  });

  it('REC-01: the list is read by class, by day and on from a number, with the age of each', async () => {
    const all = await differences('31', true);
    const listed = async (query: string) => {
      const path = `/settlement/reconciliation/differences?unit=31&open=true&${query}`;
      return (await settlement.call('GET', path, { as: province('31') })).body as unknown as readonly Difference[];
    };
    expect((await listed('class=one-sided')).map(({ class: of }) => of)).toEqual(['one-sided', 'one-sided']);
    expect(await listed(`after=${encodeURIComponent(all[1]?.differenceId ?? '')}`)).toEqual(all.slice(2));
    expect(await listed('businessDate=2025-07-31')).toEqual([]);
    expect(all.map(({ ageDays }) => ageDays)).toEqual(all.map(() => 0));
  });

  it('SEC-01, REC-01: is closed with a reason by its owner and by nobody else', async () => {
    const [difference] = await differences('31', true);
    if (difference === undefined) throw new Error('no difference');
    expect((await close(difference, '31', { reason: '' })).status).toBe(400);
    expect((await close(difference, '31', { reason: '   ' })).body).toMatchObject({ rule: 'REC-01' });
    expect((await close(difference, '33')).body).toMatchObject({ rule: 'SEC-01' });
    expect((await close({ differenceId: 'x' }, '31')).status).toBe(404);
    expect((await close(difference, '31')).status).toBe(200);
    await expectFigures(await differences('31', true));
    expect(await differences('31', false)).toMatchObject([
      { differenceId: difference.differenceId, reason: '医院已更正', closedOn: DAY },
    ]);
    expect(await reconcile()).toMatchObject({ found: 0 });
  });

  it('REC-01: a corrected ledger closes the rest, and a wrong one after it opens them again', async () => {
    const openAfter = async (list: readonly Entry[]) => {
      await upload('care', '31', list);
      await reconcile();
      return classes(await differences('31', true));
    };
    const missing = { [claims[4]?.claimId ?? '']: 'one-sided' };
    expect(await openAfter(claims)).toEqual({});
    expect(await openAfter(claims.slice(0, 4))).toEqual(missing);
    expect(await openAfter(claims)).toEqual({});
    expect(await openAfter(claims.slice(0, 4))).toEqual(missing);
    expect(await openAfter(claims)).toEqual({});
  });

  it('REC-01: one claim that two units report wrongly is a difference of each', async () => {
    const [claim] = claims as [Entry];
    await upload('care', '33', [claim]);
    await upload('care', '44', [claim]);
    await upload('care', '31', claims.slice(1));
    await reconcile();
    const found = [...(await differences('33', true)), ...(await differences('44', true))];
    expect(found.map(({ owner, class: of }) => [owner, of])).toEqual([
      ['33', 'one-sided'],
      ['44', 'one-sided'],
    ]);
    expect(new Set(found.map(({ differenceId }) => differenceId)).size).toBe(2);
    await upload('care', '33', []);
    await upload('care', '44', []);
    await upload('care', '31', claims);
    await reconcile();
    expect([...(await differences('33', true)), ...(await differences('44', true))]).toEqual([]);
  });

  it('SEC-01: a province reports its own side only, of a day that has come', async () => {
    expect((await upload('care', '31', claims, { as: '33' })).status).toBe(403);
    expect((await upload('middle', '31', claims)).status).toBe(400);
    expect((await upload('care', '310000', claims, { as: '31' })).status).toBe(422);
    expect((await upload('care', '31', claims, { date: '2025-08-02' })).status).toBe(422);
    const path = '/settlement/reconciliation/differences?unit=31';
    expect((await settlement.call('GET', path, { as: province('33') })).status).toBe(403);
  });

  it('REC-01: publishes what was found and closed', async () => {
    const bus = openBus(parseConfig(running.environment), 'test');
    const published = await bus.read(topicOf('settlement'), 500);
    await bus.close();
    const of = (type: string) => published.filter((message) => message.type === type);
    const found = of(CONTRACTS.differenceFound.type).map(({ data }) => CONTRACTS.differenceFound.schema.parse(data));
    const closed = of(CONTRACTS.differenceClosed.type).map(({ data }) => CONTRACTS.differenceClosed.schema.parse(data));
    expect(found.length).toBe(closed.length);
    expect(JSON.stringify(published)).not.toContain('王小明');
  });
});
