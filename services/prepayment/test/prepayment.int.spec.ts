import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONTRACTS, topicOf } from '#contracts';
import { mintDevelopmentToken } from '#http';
import { openBus, parseConfig } from '#service';
import { deliver, type EventOfOther, type ServiceUnderTest } from '#testing';
import { table, tableMessage } from './clearing-messages.js';
import { AUGUST, nation, prepaymentInSeptember, province, type Prepayment } from './prepayment.js';

let running: Prepayment;
let prepayment: ServiceUnderTest;
let environment: Prepayment['environment'];

beforeAll(async () => {
  running = await prepaymentInSeptember();
  ({ service: prepayment, environment } = running);
});

afterAll(() => running.end());

const get: Prepayment['get'] = (path, as) => running.get(path, as);
const setLevels: Prepayment['setLevels'] = (year, pairs, as) => running.setLevels(year, pairs, as);
const events = (): Promise<number> => running.events();
/** Pairs with an advance in the end, in the official order. */
const HELD = [
  { payer: '32', receiver: '31' },
  { payer: '33', receiver: '31' },
  { payer: '31', receiver: '32' },
  { payer: '45', receiver: '44' },
];

describe('prepayment service', () => {
  it('PRE-05: shows the rates of a month, the place of care first, both schemes together', async () => {
    expect(await get('/prepayment/months/2025-08/rates?unit=31')).toEqual({
      month: '2025-08',
      rates: [
        { receiver: '31', payer: null, advance: '2000.00', cleared: '1800.00', ratePercent: '90.00', level: 'red' },
        { receiver: '31', payer: '32', advance: '1000.00', cleared: '900.00', ratePercent: '90.00', level: 'red' },
        { receiver: '31', payer: '33', advance: '1000.00', cleared: '900.00', ratePercent: '90.00', level: 'red' },
      ],
    });
  });

  it('PRE-05: warns per place of care and per pair, and names who has cleared without an advance', async () => {
    const { warnings, withoutAdvance } = (await get('/prepayment/warnings?month=2025-08')) as {
      warnings: { receiver: string; payer: string | null; level: string }[];
      withoutAdvance: { receiver: string; payer: string | null }[];
    };
    expect(warnings.map(({ receiver, payer, level }) => [receiver, payer, level])).toEqual([
      ['31', null, 'red'],
      ['31', '32', 'red'],
      ['31', '33', 'red'],
    ]);
    expect(withoutAdvance.map(({ receiver, payer }) => [receiver, payer])).toEqual([
      ['44', null],
      ['44', '31'],
    ]);
  });

  it('PRE-05: publishes every warning as an integration event of the catalogue', async () => {
    const bus = openBus(parseConfig(environment), 'test');
    const published = await bus.read(topicOf('prepayment'), 100);
    await bus.close();
    const warnings = published.map(({ data }) => CONTRACTS.warningRaised.schema.parse(data));
    expect(new Set(published.map(({ type }) => type))).toEqual(new Set(['prepayment.warning-raised.v1']));
    expect(warnings.find(({ payer }) => payer === null)).toEqual({
      ...{ month: '2025-08', receiver: '31', payer: null, level: 'red', ratePercent: '90.00' },
      ...{ cleared: '1800.00', advance: '2000.00', raisedOn: '2025-09-21' },
    });
  });

  it('PRE-05: gives the table of rates in the official order, as JSON and as CSV', async () => {
    const { rows } = (await get('/prepayment/months/2025-08/tables/rates')) as { rows: { receiver: string }[] };
    expect(rows.map(({ receiver }) => receiver)).toEqual(['31', '32', '44']);
    const token = await mintDevelopmentToken({ subject: 'test', ...nation });
    const response = await fetch(`${prepayment.url}/prepayment/months/2025-08/tables/rates`, {
      headers: { authorization: `Bearer ${token}`, accept: 'text/csv' },
    });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(await response.text()).toBe(
      [
        '就医地代码,就医地,预付金(元),清算金额(元),使用率(%),预警',
        '31,上海,2000.00,1800.00,90.00,红色预警',
        '32,江苏,1000.00,699.99,69.99,',
        '44,广东,0.00,5.00,,无预付金',
        '',
      ].join('\n'),
    );
  });

  it('PRE-09: forecasts the month from what was settled, marked as forecast, with the day of crossing', async () => {
    const settled = (amount: string, settledOn: string): EventOfOther => ({
      type: CONTRACTS.claimSettled.type,
      subject: `visit-${settledOn}`,
      data: {
        ...CONTRACTS.claimSettled.example,
        ...{ payer: '32', receiver: '31', settledOn, funds: [{ code: '310100', column: 'pool', amount }] },
      },
    });
    await deliver(prepayment, environment, 'settlement', [
      settled('420.00', '2025-09-02'),
      settled('300.00', '2025-09-20'),
      settled('-20.00', '2025-09-20'),
    ]);
    expect(await get('/prepayment/months/2025-09/forecast?unit=31')).toMatchObject({
      ...{ month: '2025-09', asOf: '2025-09-21', forecast: true },
      lines: [
        // 700.00 in 21 days of 2,000.00: 1,400.00 on the 42nd day, not in this month
        {
          receiver: '31',
          payer: null,
          settled: '700.00',
          projected: '1000.00',
          projectedPercent: '50.00',
          yellow: null,
        },
        { payer: '32', advance: '1000.00', yellow: { on: '2025-09-20', reached: true }, red: { on: '2025-09-27' } },
        { payer: '33', settled: '0.00' },
        { receiver: '32', payer: '31' },
      ],
    });
  });

  it('PRE-05: the same table in another message changes nothing; a different one is put aside', async () => {
    const before = await events();
    await deliver(prepayment, environment, 'clearing', [tableMessage(AUGUST), tableMessage(AUGUST)]);
    expect(await events()).toBe(before);
    await deliver(prepayment, environment, 'clearing', [
      tableMessage(table('2025-08', '2025-09-21', [['32', '31', '1.00']])),
    ]);
    await deliver(prepayment, environment, 'clearing', [tableMessage({ ...AUGUST, month: '2025-07', total: '0.00' })]);
    expect(await events()).toBe(before);
    const letters = (await prepayment.call('GET', '/ops/dead-letters')).body as unknown as { error: string }[];
    expect(letters.map(({ error }) => error).sort()).toEqual([
      expect.stringContaining('rates.month-differs'),
      expect.stringContaining('table.sums'),
    ]);
  });

  it('PRE-05: months that arrive out of order give one warning for one crossing', async () => {
    await deliver(prepayment, environment, 'clearing', [
      tableMessage(table('2025-06', '2025-07-21', [['31', '32', '700.00']])),
    ]);
    await deliver(prepayment, environment, 'clearing', [
      tableMessage(table('2025-05', '2025-06-21', [['31', '32', '700.00']])),
    ]);
    const raised = async (month: string) => (await get(`/prepayment/warnings?month=${month}&unit=32`))['warnings'];
    expect(await raised('2025-05')).toEqual([]);
    expect(await raised('2025-06')).toMatchObject([
      { payer: null, level: 'yellow' },
      { payer: '31', level: 'yellow' },
    ]);
  });

  it('SEC-01: levels are set by the nation, and a province sees its own', async () => {
    const pair = { payer: '32', receiver: '31', amount: '1.00' };
    expect((await setLevels('2025', [pair], province('31'))).status).toBe(403);
    expect((await prepayment.call('GET', '/prepayment/levels/2025', { as: province('33') })).status).toBe(403);
    expect(await get('/prepayment/levels/2025?unit=33', province('33'))).toMatchObject({
      total: '1000.00',
      totalWan: '0.10',
      levels: [{ payer: '33', receiver: '31', amount: '1000.00', wan: '0.10', year: 2025, effectiveOn: '2025-01-24' }],
    });
  });

  it('PRE-01: a first level is reported by the place of care for pairs without one, and approved by the nation', async () => {
    const report = (payer: string, as = province('44')) =>
      prepayment.call('POST', '/prepayment/levels/2025/reports/44', {
        as,
        body: { pairs: [{ payer, amount: '8.00' }] },
      });
    expect((await report('45', province('45'))).status).toBe(403);
    expect((await report('44')).body).toMatchObject({ code: 'levels.same-unit' });
    expect(await report('45')).toMatchObject({ status: 200, body: { receiver: '44', pairs: 1 } });
    const { pairs } = await get('/prepayment/levels/2025/reports');
    expect(pairs).toEqual([{ receiver: '44', payer: '45', amount: '8.00' }]);
    const listed = await prepayment.call('PUT', '/prepayment/levels/2025', { as: nation, body: { pairs } });
    expect((await get('/prepayment/levels/2025/waiting'))['waiting']).toMatchObject({
      ...{ proposalNo: listed.body['proposalNo'], total: '8.00', pairs, proposedBy: 'user:test' },
    });
    expect((await get('/prepayment/levels/2024/waiting'))['waiting']).toBeNull();
    expect((await setLevels('2025', pairs as object[])).body).toMatchObject({ state: 'approved', changed: 1 });
    expect((await report('45')).body).toMatchObject({ code: 'first-levels.known', rule: 'PRE-01' });
  });

  it('PRE-01: a list with a mistake is refused as a whole, in words, and records nothing', async () => {
    const before = await events();
    const good = { payer: '34', receiver: '31', amount: '5.00' };
    const refused = await setLevels('2025', [good, { payer: '31', receiver: '31', amount: '5.00' }]);
    expect(refused).toMatchObject({ status: 422, body: { code: 'levels.same-unit', rule: 'PRE-01' } });
    expect((await setLevels('2026', [good])).body).toMatchObject({ code: 'levels.other-year' });
    expect((await setLevels('2025', [])).status).toBe(400);
    expect(await events()).toBe(before);
  });

  it('PRE-01: proposes twice the monthly mean of the last quarter, once the quarter is complete', async () => {
    const proposal = (year: string) => prepayment.call('GET', `/prepayment/levels/${year}/proposal`, { as: nation });
    const quarter = [
      tableMessage(table('2024-10', '2024-11-21', [['11', '12', '100.00']])),
      tableMessage(
        table('2024-11', '2024-12-21', [
          ['11', '12', '200.00'],
          ['12', '11', '-3.00'],
        ]),
      ),
    ];
    await deliver(prepayment, environment, 'clearing', quarter);
    expect(await proposal('2025')).toMatchObject({
      status: 422,
      body: { code: 'levels.quarter-incomplete', rule: 'PRE-01' },
    });
    await deliver(prepayment, environment, 'clearing', [
      tableMessage(table('2024-12', '2025-01-21', [['11', '12', '300.01']])),
    ]);
    expect((await proposal('2025')).body).toEqual({
      year: 2025,
      months: ['2024-10', '2024-11', '2024-12'],
      total: '400.01',
      pairs: [
        { payer: '12', receiver: '11', amount: '0.00' },
        { payer: '11', receiver: '12', amount: '400.01' },
        // held since January, nothing cleared in the quarter: the advance goes back (PRE-02)
        ...HELD.map((pair) => ({ ...pair, amount: '0.00' })),
      ],
    });
  });
});
