import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { citizenIdCheckCharacter, CLEARING_UNITS } from '#kernel';
import { inWritingTransaction } from '#event-store';
import { clearedInJuly } from './earlier-month.js';
import { formCases } from './form-cases.js';
import {
  claim,
  closed,
  confirmed,
  difference,
  inpatient,
  investigation,
  nation,
  province,
  settled,
  startClearing,
  type ClearingUnderTest,
} from './month.js';
import { nextMonthCases } from './next-month-cases.js';
import { noticeCases } from './notice-cases.js';

let clearing: ClearingUnderTest;
const call: ClearingUnderTest['service']['call'] = (...args) => clearing.service.call(...args);

beforeAll(async () => {
  clearing = await startClearing();
  await clearedInJuly(clearing, 'X', '7.00', { payer: '33', receiver: '31' });
});

afterAll(() => clearing.end());

const citizen = (first17: string): string => `${first17}${citizenIdCheckCharacter(first17)}`;

describe('a clearing month', () => {
  it('AUD-01: holds inpatient claims from 30,000.00 on, not 29,999.99, and once however often the claim is told', async () => {
    await clearing.send(
      ...['H1', 'H2', 'H3', 'H4'].map((id) => settled(inpatient(id, '30000.00'))),
      settled(inpatient('N1', '29999.99')),
      settled(claim('O1', '40000.00')),
      settled(inpatient('H1', '30000.00')),
    );
    const { body } = await call('GET', '/clearing/holds?unit=32', { as: province('32') });
    const holds = body['holds'] as { claimId: string; status: string }[];
    expect(holds.map(({ claimId }) => claimId)).toEqual(['H1', 'H2', 'H3', 'H4']);
  });

  it('SEC-01: only the province of insurance releases, also by a claim number another one knows', async () => {
    const release = (area: string) =>
      call('POST', '/clearing/holds/H1/release', { as: province(area), body: { note: '费用合理' } });
    expect((await release('33')).status).toBe(403);
    expect((await release('31')).status).toBe(403);
    expect((await release('32')).status).toBe(200);
    expect((await release('32')).status).toBe(200);
    expect((await call('GET', '/clearing/holds?unit=32', { as: province('33') })).status).toBe(403);
  });

  it('AUD-03: refuses an investigation whose fields are missing or differ from the claim, and names them', async () => {
    await clearing.service.setBusinessDate('2025-08-20');
    const file = (body: object, key?: string) =>
      call('POST', '/clearing/holds/H2/investigation', { as: province('32'), body, ...(key ? { key } : {}) });
    const wrong = await file({ ...investigation('30000.01', 'H2'), sex: '2', admittedOn: null });
    expect(wrong).toMatchObject({ status: 422, body: { rule: 'AUD-03', fields: ['sex', 'admittedOn', 'total'] } });
    expect((await file({ ...investigation('30000.00', 'H2'), idNumber: '320202196005012011' })).body).toMatchObject({
      fields: ['idNumber'],
    });
    // Somebody else's number, valid and of the same sex.
    expect(
      (await file({ ...investigation('30000.00', 'H2'), idNumber: citizen('32020219610501201') })).body,
    ).toMatchObject({ fields: ['idNumber'] });
    expect((await file(investigation('30000.00', 'H2'))).status).toBe(200);
    expect((await file(investigation('30000.00', 'H2'))).status).toBe(409);
  });

  it('AUD-04, AUD-05: freezes the list on the 26th with requests up to the 25th, and takes no answer before', async () => {
    const answer = (body: object) => call('POST', '/clearing/holds/H2/answer', { as: province('31'), body });
    expect((await answer({ result: 'correct' })).body).toMatchObject({ rule: 'AUD-05' });
    await clearing.day('2025-08-25');
    await clearing.day('2025-08-26');
    await call('POST', '/clearing/holds/H3/investigation', {
      as: province('32'),
      body: investigation('30000.00', 'H3'),
    });
    const list = await clearing.csv('/clearing/periods/2025-08/tables/investigations');
    expect(list.split('\n').slice(1)).toEqual([
      'H2,江苏,上海,H31011500001,ZY-H2,FP-H2,2025-08-01,2025-08-10,30000.00,2025-08-20,0',
    ]);
    expect((await answer({ result: 'wrong', deductions: [{ column: 'pool', amount: '100.00' }] })).body).toMatchObject({
      rule: 'AUD-05',
      fields: ['reason'],
    });
    const tooMuch = { result: 'wrong', reason: '超标准收费', deductions: [{ column: 'pool', amount: '30000.01' }] };
    expect((await answer(tooMuch)).body).toMatchObject({ rule: 'CLR-09', fields: ['pool'] });
    const right = { ...tooMuch, deductions: [{ column: 'pool', amount: '1234.56' }] };
    expect((await answer(right)).status).toBe(200);
    expect((await call('POST', '/clearing/holds/H2/confirmation', { as: province('31') })).status).toBe(403);
    expect((await call('POST', '/clearing/holds/H2/confirmation', { as: province('32') })).status).toBe(200);
  });

  it('CLR-02: cuts off on the 20th, not the 19th; what is not confirmed, disputed or held waits', async () => {
    await clearing.send(
      settled(
        claim('O2', '500.00', { scheme: 'resident', funds: [{ code: '390100', column: 'basic', amount: '500.00' }] }),
      ),
      settled(claim('U1', '10.00')),
      settled(claim('D1', '20.00')),
      settled(claim('D2', '30.00')),
      settled(claim('SEP', '40.00', { settledOn: '2025-09-01' })),
      settled(claim('R1', '-7.00', { refundOf: 'X', payer: '33', receiver: '31' })),
      confirmed(['H1', 'H2', 'H3', 'H4', 'N1', 'O1', 'O2', 'D1', 'D2', 'SEP', 'R1']),
      difference('d1', 'D1'),
      difference('d2', 'D2'),
      closed('d2', 'D2'),
    );
    expect(await clearing.day('2025-09-19')).toMatchObject({ 'clearing-day': { ran: '' } });
    expect(await clearing.day('2025-09-20')).toMatchObject({ 'clearing-day': { ran: 'cut-off 2025-08' } });
    expect(await clearing.day('2025-09-20')).toMatchObject({ 'clearing-day': { ran: '' } });
    const waiting = (await clearing.csv('/clearing/periods/2025-08/tables/waiting')).split('\n').slice(1);
    expect(waiting).toEqual([
      'D1,江苏,上海,2025-08-10,20.00,对账差异未关闭,,',
      ...['H3', 'H4'].map((held) => `${held},江苏,上海,2025-08-10,30000.00,审核暂缓,,`),
      'U1,江苏,上海,2025-08-10,10.00,尚未对账确认,,',
    ]);
  });

  it('CLR-03, CLR-09, CLR-15: the table of the 21st is gross, by fund, less what was deducted, and adds up', async () => {
    // Fired twice at once, as from two processes: one table.
    await Promise.all([clearing.day('2025-09-21'), clearing.day('2025-09-21')]);
    const line = (annex: string, unit: string, name: string) =>
      clearing.line(`2025-08/tables/${annex}?unit=${unit}`, name);
    // H1 + H2 + H4 + N1 + O1 + D2 of employees, O2 of residents
    expect(await line('14-1', '32', '上海')).toBe('上海,160529.99,160029.99,500.00');
    expect(await line('14-2', '32', '上海')).toBe('上海,160029.99,0.00,0.00,0.00,0.00,0.00,0.00,0.00,160029.99');
    expect(await line('14-3', '32', '上海')).toBe('上海,500.00,0.00,0.00,0.00,500.00');
    expect(await line('14-4', '32', '合计')).toBe('合计,1234.56,1234.56,0.00');
    expect(await line('14-5', '32', '上海')).toBe('上海,1234.56,0.00,0.00,0.00,0.00,0.00,0.00,0.00,1234.56');
    expect(await line('14-7', '31', '江苏')).toBe('江苏,159295.43,158795.43,500.00');
    expect(await line('14-7', '31', '浙江')).toBe('浙江,-7.00,-7.00,0.00');
    await call('PUT', '/clearing/local-audits/2025-08/31', {
      ...{ as: province('31'), body: { audited: '1000.00', deducted: '5.00' } },
    });
    expect(await line('deduction-rates', '31', '上海')).toBe('上海,160522.99,1234.56,0.77,1000.00,5.00,0.50,0.27');
    const national = (await clearing.csv('/clearing/periods/2025-08/tables/14')).split('\n');
    expect(national.at(-1)?.split(',').at(-1)).toBe('159288.43');
    expect(await clearing.verified()).toEqual([]);
  });

  it('AUD-02: the cut-off has released what nobody asked about by the end of the 20th, and not what is investigated', async () => {
    const holds = (await clearing.csv('/clearing/periods/2025-08/tables/holds')).split('\n').slice(1);
    expect(holds.map((line) => line.split(',').slice(4))).toEqual([
      ['2025-08-10', expect.any(String), '审核放行', '', '2025-08'],
      ['2025-08-10', '2025-08-26', '协查办结', '已办结', '2025-08'],
      ['2025-08-10', '', '', '已提出', ''],
      ['2025-08-10', '2025-09-21', '截止日未提出协查', '', '2025-08'],
    ]);
  });

  it('CLR-04: names who has not confirmed on the 25th; a dispute names claims of the unit; all must confirm', async () => {
    const confirm = (unit: string) =>
      call('POST', `/clearing/periods/2025-08/confirmations/${unit}`, { as: province(unit) });
    const dispute = (claimIds: string[]) =>
      call('POST', '/clearing/periods/2025-08/disputes/32', { as: province('32'), body: { claimIds, reason: '重复' } });
    // R1 is of others; SEP is in a later table, U1 in none.
    for (const other of ['R1', 'SEP', 'U1']) {
      expect((await dispute(['O1', other])).body).toMatchObject({
        ...{
          rule: 'CLR-04',
          code: 'dispute.other-claims',
          fields: ['claimIds'],
          detail: expect.stringMatching(`：${other}$`),
        },
      });
    }
    expect((await dispute(['O1'])).status).toBe(200);
    expect((await confirm('31')).body).toMatchObject({ recorded: true });
    expect((await confirm('31')).body).toMatchObject({ recorded: false });
    await clearing.day('2025-09-25');
    const { body } = await call('GET', '/clearing/periods/2025-08', { as: nation });
    expect(body).toMatchObject({ chasedOn: '2025-09-25', disputes: [{ unit: '32', claimIds: ['O1'], outcome: null }] });
    expect(body['unconfirmed']).toHaveLength(31);
    expect(await clearing.day('2025-09-30')).toMatchObject({
      'clearing-day': { ran: expect.any(String), refused: expect.stringContaining('31个省级单位尚未确认清算表') },
    });
    expect((await call('GET', '/clearing/periods/2025-08/tables/15?unit=32', { as: province('32') })).status).toBe(404);
    expect((await confirm('32')).body).toMatchObject({ code: 'period.disputed' });
    const decide = (body: object, as = nation as ReturnType<typeof province> | typeof nation) =>
      call('POST', '/clearing/periods/2025-08/disputes/32/decision', { as, body });
    const upheld = {
      outcome: 'upheld',
      reason: '重复',
      deductions: [{ claimId: 'O1', column: 'pool', amount: '7.00' }],
    };
    expect((await decide(upheld, province('32'))).status).toBe(403);
    expect((await decide({ ...upheld, deductions: [{ ...upheld.deductions[0], claimId: 'N1' }] })).body).toMatchObject({
      code: 'dispute.other-claims',
    });
    expect((await decide(upheld)).status).toBe(200);
    for (const { code } of CLEARING_UNITS.slice(0, -1)) expect((await confirm(code)).status).toBe(200);
  });

  it('CLR-04, SEC-04: the nation confirms in a silent province’s stead and publishes, each by two persons', async () => {
    const act = async (path: string, person: 'first' | 'second', body: object = {}) =>
      (await call('POST', `/clearing/periods/2025-08/${path}`, { as: { ...nation, subject: person }, body })).body;
    expect(await act('publication', 'first')).toMatchObject({ code: 'notices.unconfirmed' });
    await act('confirmations/66/override', 'first', { reason: '催办未确认' });
    expect((await call('GET', '/clearing/periods/2025-08', { as: nation })).body['overrides']).toMatchObject([
      { unit: '66', proposedBy: 'user:first', reason: '催办未确认' },
    ]);
    expect(await act('confirmations/66/override-approval', 'first')).toMatchObject({ code: 'four-eyes.same-person' });
    expect(await act('confirmations/66/override-approval', 'second')).toMatchObject({ recorded: true });
    expect(await act('publication', 'first')).toMatchObject({ recorded: true });
    expect(await clearing.day('2025-09-30')).toMatchObject({
      'clearing-day': { refused: expect.stringContaining('SEC-04') },
    });
    expect(await act('publication-approval', 'first')).toMatchObject({ rule: 'SEC-04' });
    expect(await act('publication-approval', 'second')).toMatchObject({ recorded: true });
    const { body } = await call('GET', '/clearing/periods/2025-08', { as: nation });
    expect((body['confirmations'] as { unit: string }[]).find(({ unit }) => unit === '66')).toMatchObject({
      deemed: { proposedBy: 'user:first', approvedBy: 'user:second', reason: '催办未确认' },
    });
  });

  it('CLR-05, CLR-08: notices pay in full both ways; a negative pair goes back with "*"', async () => {
    await clearing.day('2025-09-30');
    expect(await clearing.csv('/clearing/periods/2025-08/tables/15?unit=32')).toBe(
      '地区,金额\n上海,159295.43\n合计,159295.43',
    );
    expect(await clearing.csv('/clearing/periods/2025-08/tables/16?unit=31')).toBe(
      '地区,金额\n江苏,159295.43\n合计,159295.43',
    );
    expect(await clearing.csv('/clearing/periods/2025-08/tables/15?unit=31')).toBe('地区,金额\n*浙江,7.00\n合计,7.00');
    expect(await clearing.csv('/clearing/periods/2025-08/tables/16?unit=33')).toBe('地区,金额\n*上海,7.00\n合计,7.00');
    expect(await clearing.verified()).toEqual([]);
  });

  formCases(() => clearing);

  noticeCases(() => clearing);

  nextMonthCases(() => clearing);

  it('verify names a table that was changed by one cent', async () => {
    await inWritingTransaction(clearing.service.database, (tx) =>
      tx.query(`update read_periods.fund set payable = payable + 0.01 where fund_column = 'basic'`),
    );
    expect(await clearing.verified()).toEqual([
      '读模型与公布的表等于由事件重算的结果',
      ...['清算表各格等于费用之和', '清算金额等于应付减扣款，基金列之和等于合计'],
    ]);
  });
});
