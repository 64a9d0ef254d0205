import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inWritingTransaction } from '#event-store';
import { CLEARING_UNITS } from '#kernel';
import { centInEveryColumn, failedChecks, planting } from '#testing';
import { COLUMNS } from '../src/claims/fund-columns.js';
import {
  claim,
  confirmed,
  difference,
  inpatient,
  nation,
  province,
  settled,
  startClearing,
  type ClearingUnderTest,
} from './month.js';
import { clearedInJuly } from './earlier-month.js';
import { plantedClaimCases } from './planted-claim-cases.js';

let clearing: ClearingUnderTest;
const call: ClearingUnderTest['service']['call'] = (...args) => clearing.service.call(...args);

const failed = () => failedChecks(clearing.service);
const changed = planting(() => clearing.service.database);

/** August with a hold, a deduction, a recovery, a claim that waits and a refund, up to its notices; September has begun. */
beforeAll(async () => {
  clearing = await startClearing();
  await clearedInJuly(clearing, 'X', '7.00', { payer: '33', receiver: '31' });
  const resident = {
    scheme: 'resident' as const,
    funds: [{ code: '390100', column: 'basic' as const, amount: '500.00' }],
  };
  await clearing.send(
    ...[inpatient('H1', '30000.00'), claim('O1', '400.00'), claim('O2', '500.00', resident), claim('W1', '10.00')].map(
      settled,
    ),
    settled(claim('R1', '-7.00', { refundOf: 'X', payer: '33', receiver: '31' })),
    settled(claim('S1', '60.00', { settledOn: '2025-09-01' })),
    confirmed(['H1', 'O1', 'O2', 'W1', 'R1', 'S1']),
    difference('d1', 'W1'),
  );
  await clearing.day('2025-09-20');
  const found = { nature: 'refused-cost', lines: [{ column: 'pool', amount: '100.00' }], reason: '超标准收费' };
  await call('POST', '/clearing/claims/O1/deductions', { as: province('31'), body: found });
  const recovery = { recoveryNo: '追1', receiver: '31', institutionCode: 'H31011500001', amount: '50.00' };
  const claims = [{ claimId: 'O1', column: 'pool', amount: '50.00' }];
  const body = { ...recovery, penalties: '20.00', reason: '过度诊疗', claims };
  expect((await call('POST', '/clearing/recoveries', { as: province('31'), body })).status).toBe(201);
  await clearing.day('2025-09-21');
  await call('PUT', '/clearing/local-audits/2025-08/31', {
    ...{ as: province('31'), body: { audited: '1000.00', deducted: '5.00' } },
  });
  for (const { code } of CLEARING_UNITS) {
    await call('POST', `/clearing/periods/2025-08/confirmations/${code}`, { as: province(code) });
  }
  for (const [path, subject] of [
    ['publication', 'first'],
    ['publication-approval', 'second'],
  ]) {
    await call('POST', `/clearing/periods/2025-08/${path}`, { as: { ...nation, subject }, body: {} });
  }
  await clearing.day('2025-09-30');
});

afterAll(() => clearing.end());

describe('verify of clearing', () => {
  it('SEC-03, CLR-15: finds nothing where nothing was changed', async () => {
    expect(await failed()).toEqual([]);
  });

  it('SEC-03: finds a cent in every amount of every read model with rows, and says which table, row and column', async () => {
    const { found } = await centInEveryColumn(clearing.service);
    for (const { table, column, detail } of found) {
      expect(detail).toContain(`${table}（`);
      expect(detail).toMatch(new RegExp(`${column} \\S+≠`));
    }
    const looked = found.map(({ table, column }) => `${table}.${column}`);
    expect(looked).toEqual(
      expect.arrayContaining([
        ...['payable', 'deducted', 'cleared'].map((column) => `read_periods.cell.${column}`),
        ...['payable', 'deducted'].map((column) => `read_periods.fund.${column}`),
        ...['read_periods.period.total', 'read_periods.period.payable', 'read_deductions.deduction.amount'],
        ...['read_deductions.recovery.amount', 'read_holds.hold.total', 'read_local_audits.figure.audited'],
        ...['read_notices.notice.payment_total', 'read_notices.notice.collection_total', 'read_notices.line.amount'],
      ]),
    );
    expect(await failed()).toEqual([]);
  });

  it.each([
    ['a cell that is gone', 'read_periods.cell', `delete from read_periods.cell where payer = '33'`, 'payer=33'],
    [
      'a line of a notice nobody published',
      'read_notices.line',
      `insert into read_notices.line values ('2025-08', '11', '15', '12', 0.01, false, null, null, null, null)`,
      'unit=11',
    ],
    [
      'another cause for the end of a hold',
      'read_holds.hold',
      `update read_holds.hold set cause = 'reviewed'`,
      'claim_id=H1',
    ],
    [
      'a confirmation that was backdated',
      'read_periods.confirmation',
      `update read_periods.confirmation set confirmed_on = '2025-09-01' where unit = '32'`,
      'unit=32',
    ],
  ])('SEC-03: finds %s', async (_what, table, change, where) => {
    const undo = `delete from ${table}; insert into ${table} select * from planted; drop table planted`;
    const found = await changed(`create table planted as select * from ${table}; ${change}`, undo, failed);
    const details = found.map(({ detail }) => detail).join('\n');
    expect(details).toContain(table);
    expect(details).toContain(where);
  });

  it.each([
    ['a cleared claim', 'O1', '2025-08/32/31/employee/pool'],
    ['a claim of the month that is open', 'S1', '2025-09/32/31/employee'],
  ])('CLR-15: finds a cent in %s and names its cell', async (_what, claimId, cell) => {
    const change = (sign: string) =>
      `update claim set pool = pool ${sign} 0.01, payable = payable ${sign} 0.01 where claim_id = '${claimId}'`;
    const found = await changed(change('+'), change('-'), failed);
    expect(found.map(({ detail }) => detail).join('\n')).toContain(cell);
  });

  it.each([
    ['found after the table that carries it, before the 25th', `'2025-09-22'`],
    ['that nobody has confirmed', 'null'],
  ])('CLR-09: finds a deduction %s', async (_what, day) => {
    const set = (value: string) => `update read_deductions.deduction set effective_on = ${value} where claim_id = 'O1'`;
    const found = await changed(set(day), set(`'2025-09-20'`), failed);
    expect(found).toContainEqual(expect.objectContaining({ name: '清算表不含21日之后查出或未经确认的扣款' }));
    expect(await failed()).toEqual([]);
  });

  it.each([
    ['a deduction', 'read_deductions.deduction', '31/31/O1/A1.1'],
    ['a cell of a table', 'read_periods.cell', '2025-08/31/31/employee'],
  ])('CLR-01: finds %s in which a unit owes itself', async (_what, table, place) => {
    const set = (payer: string, was: string) =>
      `update ${table} set payer = '${payer}' where payer = '${was}' and scheme = 'employee'`;
    const found = await changed(set('31', '32'), set('32', '31'), failed);
    const named = { name: '扣款与清算表各格的参保地、就医地不是同一单位', detail: expect.stringContaining(place) };
    expect(found).toContainEqual(expect.objectContaining(named));
    expect(await failed()).toEqual([]);
  });

  plantedClaimCases(() => clearing, changed, failed);

  it('CLR-15: finds a cent in a sum kept as claims came', async () => {
    const change = (sign: string) => `update claim_sum set pool = pool ${sign} 0.01 where payer = '33'`;
    expect(await changed(change('+'), change('-'), failed)).toEqual([
      expect.objectContaining({
        name: '随到随汇总等于逐笔费用之和',
        detail: expect.stringContaining('2025-08/33/31/employee'),
      }),
    ]);
  });

  it.each([
    [
      'what a waiting claim owes',
      `set pool = pool + 0.01, payable = payable + 0.01`,
      `set pool = pool - 0.01, payable = payable - 0.01`,
    ],
    ['its total', 'set total = total + 0.01', 'set total = total - 0.01'],
    ['its day', `set settled_on = '2025-08-11'`, `set settled_on = '2025-08-10'`],
    ['its kind', `set visit_kind = visit_kind || '!'`, `set visit_kind = rtrim(visit_kind, '!')`],
    ...['institution_code', 'insured_region', 'care_region'].map((name): [string, string, string] => {
      const reversed = `set ${name} = reverse(${name})`;
      return [`its ${name}`, reversed, reversed];
    }),
  ])('SEC-03: %s is in the figures that settlement must agree with, by month and pair', async (_what, change, undo) => {
    const figures = async () => (await call('GET', '/ops/figures')).body;
    const [before, after] = [
      await figures(),
      await changed(
        `update claim ${change} where claim_id = 'W1'`,
        `update claim ${undo} where claim_id = 'W1'`,
        figures,
      ),
    ];
    const differing = Object.keys(before).filter((key) => before[key] !== after[key] && key.startsWith('claims '));
    expect(differing).toEqual(['claims 2025-08 32→31']);
    expect(await figures()).toEqual(before);
  });

  it.each([
    ['PeriodCutOff', 'period-2025-08'],
    ['TableGenerated', 'period-2025-08'],
    ['NoticePublished', 'notice-2025-08-31'],
    ['DeductionRecorded', 'deductions-O1'],
    ['HoldOpened', 'hold-H1'],
    ['RecoveryRecorded', 'recovery-31-追1'],
  ])('SEC-03: finds a cent in an event %s and names its stream', async (type, stream) => {
    const change = `create table planted as select * from events where stream_id = '${stream}' and type = '${type}';
      update events set data = regexp_replace(data::text, '(\\d+\\.\\d)\\d"', '\\19"')::jsonb where stream_id = '${stream}' and type = '${type}'`;
    const undo = `update events e set data = p.data from planted p where p.stream_id = e.stream_id and p.stream_version = e.stream_version; drop table planted`;
    const found = await changed(change, undo, failed);
    expect(found.find(({ name }) => name === '事件哈希链完整')?.detail).toContain(stream);
    expect(await failed()).toEqual([]);
  });

  it('SEC-03: the last event of a stream, whose loss no chain can tell, is missed by what was made of it', async () => {
    const lost = `stream_id = 'notice-2025-08-31'`;
    const change = `create table planted as select * from events where ${lost}; delete from events where ${lost}`;
    const undo = `insert into events overriding system value select * from planted; drop table planted`;
    const [found] = await changed(change, undo, failed);
    expect(found?.detail).toContain('read_notices.notice（month=2025-08 unit=31）事件中没有');
    expect(await failed()).toEqual([]);
  });

  it('CLR-15: a table that differs by a cent in any column of one claim is refused with its pair', async () => {
    expect(await clearing.day('2025-10-20')).toMatchObject({ 'clearing-day': { ran: 'cut-off 2025-09' } });
    const refused = { 'clearing-day': { ran: '', refused: expect.stringContaining('不予发布：32/31/employee') } };
    const table = () => clearing.day('2025-10-21');
    const cent = (sign: string, ...columns: string[]): string =>
      `update claim set ${columns.map((column) => `${column} = ${column} ${sign} 0.01`).join(', ')} where claim_id = 'S1'`;
    for (const [, column] of COLUMNS) {
      const [more, less] = [cent('+', column, 'payable'), cent('-', column, 'payable')];
      expect(await changed(more, less, table)).toMatchObject(refused);
      expect(await changed(less, more, table)).toMatchObject(refused);
    }
    // What the claim owes in all is the same: from the first column to the last.
    const moved = (from: string, to: string): string =>
      `update claim set ${from} = ${from} - 0.01, ${to} = ${to} + 0.01 where claim_id = 'S1'`;
    expect(await changed(moved('pool', 'catastrophic'), moved('catastrophic', 'pool'), table)).toMatchObject(refused);
  });

  it('CLR-15: a table whose sums differ from the claims is refused with its pair, until they are summed again', async () => {
    const wrong = `update claim_sum set pool = pool + 0.01 where period = '2025-09'`;
    await inWritingTransaction(clearing.service.database, (tx) => tx.query(wrong));
    expect(await clearing.day('2025-10-21')).toMatchObject({
      'clearing-day': { ran: '', refused: expect.stringContaining('不予发布：32/31/employee') },
    });
    await call('POST', '/ops/jobs/sum-again/runs', { body: { asOf: '2025-10-21' } });
    expect(await clearing.day('2025-10-21')).toMatchObject({ 'clearing-day': { ran: 'table 2025-09' } });
    expect(await failed()).toEqual([]);
  });
});
