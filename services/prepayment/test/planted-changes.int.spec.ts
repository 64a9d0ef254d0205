import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTRACTS } from '#contracts';
import { centInEveryColumn, deliver, failedChecks, planting, type ServiceUnderTest } from '#testing';
import { noticesMessage } from './clearing-messages.js';
import { AUGUST, nation, prepaymentInSeptember, province, type Caller, type Prepayment } from './prepayment.js';

let running: Prepayment;
let prepayment: ServiceUnderTest;

const failed = () => failedChecks(prepayment);
const changed = planting(() => prepayment.database);

async function act(path: string, as: Caller, body: object = {}): Promise<void> {
  const { status } = await prepayment.call('POST', `/prepayment/${path}`, { as, body });
  if (status >= 400) throw new Error(`${path} was answered ${status}`);
}

/** Two levels beside an increase, a level and an increase paid and received, interest, a first level reported, claims settled. */
beforeAll(async () => {
  running = await prepaymentInSeptember();
  prepayment = running.service;
  await prepayment.setBusinessDate('2025-09-24');
  const increase = 'increases/2025-08-31-32';
  const slip = (serialNumber: string) => ({ bank: '中国银行', serialNumber });
  const asked = { month: '2025-08', receiver: '31', payer: '32', amount: '500.00', reason: '就诊高峰' };
  await act('increases', province('31'), asked);
  await act(`${increase}/grant`, nation, { amount: '400.00' });
  await act(`${increase}/grant-approval`, { ...nation, subject: 'second' }, { amount: '400.00' });
  await act(`${increase}/hand-over`, province('32'));
  await act(`${increase}/payment`, province('32'), { paidOn: '2025-09-24', ...slip('S-1') });
  await act(`${increase}/receipt`, province('31'), { receivedOn: '2025-09-24', ...slip('R-1') });
  const moved = (serial: string) => ({ amount: '1000.00', on: '2025-09-24', ...slip(serial) });
  await act('transfers/2025-31-32-1/hand-over', province('32'));
  await act('transfers/2025-31-32-1/payment', province('32'), moved('T-1'));
  await act('transfers/2025-31-32-1/receipt', province('31'), moved('T-2'));
  const finance = { roles: ['provincial-finance'] as never, area: '31' };
  await act('interest/31', finance, { ...moved('L-1'), amount: '3.21' });
  await act('levels/2025/reports/44', province('44'), { pairs: [{ payer: '45', amount: '8.00' }] });
  const { type, example } = CONTRACTS.claimSettled;
  const funds = [{ code: '310100', column: 'pool', amount: '420.00' }];
  const claim = { ...example, payer: '32', receiver: '31', settledOn: '2025-09-02', funds };
  await deliver(prepayment, running.environment, 'settlement', [{ type, subject: 'visit-1', data: claim }]);
  await prepayment.call('POST', '/ops/jobs/retell-movements/runs', { body: { asOf: '2025-09-24' } });
});

afterAll(() => running.end());

interface Planted {
  readonly type: string;
  readonly streamId: string;
  readonly version: number;
  readonly path: readonly string[];
  readonly amount: string;
}

const AMOUNT = /^-?\d+\.\d{2}$/;

/** Where amounts stand in a value, with the path to each. */
function amountsIn(value: unknown, path: readonly string[] = []): readonly (readonly [readonly string[], string])[] {
  if (typeof value === 'string') return AMOUNT.test(value) ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => amountsIn(inner, [...path, name]));
}

/** One place of every amount that events of every type carry. */
async function amountsOfEvents(): Promise<ReadonlyMap<string, Planted>> {
  const events = await prepayment.database.read<{ type: string; id: string; version: number; data: object }>(
    'select type, stream_id as id, stream_version::integer as version, data from events order by global_position',
  );
  const places = new Map<string, Planted>();
  for (const { type, id: streamId, version, data } of events) {
    for (const [path, amount] of amountsIn(data)) {
      const kind = [type, ...path.filter((name) => !/^\d+$/.test(name))].join('.');
      if (!places.has(kind)) places.set(kind, { type, streamId, version, path, amount });
    }
  }
  return places;
}

describe('verify of prepayment', () => {
  it('SEC-03, PRE-08: finds nothing where nothing was changed', async () => {
    expect(await failed()).toEqual([]);
  });

  it('SEC-03: finds a cent in every amount of every read model, and says which table, row and column', async () => {
    const { found, empty } = await centInEveryColumn(prepayment);
    expect(empty).toEqual([]);
    for (const { table, column, detail } of found) {
      expect(detail).toContain(`${table}（`);
      expect(detail).toMatch(new RegExp(`${column} \\S+≠`));
    }
    expect(found.map(({ table, column }) => `${table}.${column}`)).toEqual(
      expect.arrayContaining([
        ...['advance', 'cleared'].flatMap((column) => [`read_rates.rate.${column}`, `read_rates.warning.${column}`]),
        ...['read_levels.level.amount', 'read_levels.level.previous', 'read_first_levels.pair.amount'],
        ...['granted', 'proposed_amount', 'requested'].map((column) => `read_increases.increase.${column}`),
        ...['read_ledger.entry.credit', 'read_ledger.entry.debit', 'read_transfers.transfer.amount'],
      ]),
    );
    expect(await failed()).toEqual([]);
  });

  it('SEC-03: finds a cent in every amount of every event, and names its stream', async () => {
    const places = await amountsOfEvents();
    for (const { streamId, version, path, amount } of places.values()) {
      const where = `stream_id = '${streamId}' and stream_version = ${version}`;
      const cent = `to_jsonb((${amount} + 0.01)::numeric(18, 2)::text)`;
      const found = await changed(
        `create table planted as select data from events where ${where};
         update events set data = jsonb_set(data, '{${path.join(',')}}', ${cent}) where ${where}`,
        `update events set data = (select data from planted) where ${where}; drop table planted`,
        failed,
      );
      expect(found.find(({ name }) => name === '事件哈希链完整')?.detail).toContain(streamId);
    }
    expect(new Set([...places.values()].map(({ type }) => type))).toEqual(
      new Set([
        ...['LevelsProposed', 'AdvanceLevelsSet', 'AdvanceLevelRaised', 'FirstLevelsReported', 'TransfersDue'],
        ...['IncreaseRequested', 'IncreaseGrantProposed', 'IncreaseGranted', 'IncreasePaid', 'IncreaseReceived'],
        ...['TransferPaid', 'TransferReceived', 'InterestReceived', 'MovementRetold'],
        ...['UseRatesRecorded', 'WarningRaised'],
      ]),
    );
    expect(await failed()).toEqual([]);
  });

  it.each([
    ['the total of a table', 'clearing_table', 'total', '2025-08'],
    ['a cell of a table', 'clearing_cell', 'cleared', '2025-08/31/33'],
  ])('CLR-15, PRE-05: finds a cent in %s as it was received', async (_what, table, column, place) => {
    const where = table === 'clearing_cell' ? `where payer = '33'` : '';
    const cent = (sign: string) => `update ${table} set ${column} = ${column} ${sign} 0.01 ${where}`;
    const found = await changed(cent('+'), cent('-'), failed);
    expect(found.map(({ detail }) => detail).join('\n')).toContain(place);
    expect(await failed()).toEqual([]);
  });

  it.each([
    ['a printed rate', 'read_rates.rate', `rate_percent = '12.34' where payer = ''`, '使用率与预警等级可复算'],
    ['a level', 'read_levels.level', `amount = amount + 0.01 where receiver = '32'`, '预付金额度与事件一致、前后相接'],
    ['a debit', 'read_ledger.entry', `debit = debit + 0.01 where debit > 0`, '每笔预付金收付借贷相等'],
    ['a movement', 'read_transfers.transfer', 'amount = amount + 0.01', '预付金账与收付反馈一致'],
    [
      'the books of a side',
      'read_ledger.entry',
      `debit = debit * 2, credit = credit * 2 where unit = '31'`,
      '参保地预付款项等于就医地暂收款项加在途',
    ],
  ])('PRE-02, PRE-05, PRE-08: %s that is false is found by its own check too', async (_what, table, set, check) => {
    const undo = `delete from ${table}; insert into ${table} select * from planted; drop table planted`;
    const found = await changed(
      `create table planted as select * from ${table}; update ${table} set ${set}`,
      undo,
      failed,
    );
    expect(found.map(({ name }) => name)).toContain(check);
    expect(await failed()).toEqual([]);
  });

  it('PRE-09: a cent in what was settled on a day, and the day, is in the figures that settlement must agree with, by month and pair', async () => {
    const figures = async () => (await prepayment.call('GET', '/ops/figures')).body;
    const cent = (sign: string) => `update settled_day set amount = amount ${sign} 0.01`;
    const day = (by: string) => `update settled_day set settled_on = settled_on ${by} 1`;
    const told = async () => String((await figures())['settled 2025-09 32→31']);
    const before = await told();
    expect(before).toMatch(/^420\.00元 [0-9a-f]{32}$/);
    expect(await changed(cent('+'), cent('-'), told)).toMatch(/^420\.01元 /);
    const otherDay = await changed(day('+'), day('-'), told);
    expect(otherDay).toMatch(/^420\.00元 /);
    expect(otherDay).not.toBe(before);
  });

  it('PRE-06: the day of signature is in the figures that clearing must agree with, by month', async () => {
    const notices = { month: '2025-08', publishedOn: '2025-09-30', payments: 1, collections: 1, total: AUGUST.total };
    await deliver(prepayment, running.environment, 'clearing', [noticesMessage(notices)]);
    const figures = async () => (await prepayment.call('GET', '/ops/figures')).body;
    const dated = (day: string) => `update clearing_signature set signed_on = '${day}'`;
    expect(await figures()).toMatchObject({ 'signed 2025-08': '2025-09-30' });
    const found = await changed(dated('2025-10-09'), dated('2025-09-30'), figures);
    expect(found).toMatchObject({ 'signed 2025-08': '2025-10-09' });
  });

  it('CLR-13: every movement of a special account is in the figures that clearing must agree with, by its number', async () => {
    const { body } = await prepayment.call('GET', '/ops/figures');
    expect(Object.entries(body).filter(([name]) => name.startsWith('moved '))).toEqual(
      expect.arrayContaining([
        ['moved increase-2025-08-31-32/paid', '32 advance-paid 31 out 400.00 2025-09-24 中国银行 S-1'],
        ['moved increase-2025-08-31-32/received', '31 temporary-receipt 32 in 400.00 2025-09-24 中国银行 R-1'],
        ['moved 2025-31-32-1/paid', '32 advance-paid 31 out 1000.00 2025-09-24 中国银行 T-1'],
        ['moved 2025-31-32-1/received', '31 temporary-receipt 32 in 1000.00 2025-09-24 中国银行 T-2'],
        [expect.stringMatching(/^moved interest-31-/), '31 interest in 3.21 2025-09-24 中国银行 L-1'],
      ]),
    );
  });

  it('SEC-03: the last event of a stream, whose loss no chain can tell, is missed by what was made of it', async () => {
    const lost = `type = 'InterestReceived'`;
    const change = `create table planted as select * from events where ${lost}; delete from events where ${lost}`;
    const undo = `insert into events overriding system value select * from planted; drop table planted`;
    const found = await changed(change, undo, failed);
    expect(found.map(({ detail }) => detail).join('\n')).toMatch(
      /read_ledger\.entry（[^）]*interest-31[^）]*）事件中没有/,
    );
    expect(await failed()).toEqual([]);
  });
});
