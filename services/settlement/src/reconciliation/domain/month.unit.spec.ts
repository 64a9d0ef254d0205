import { describe, expect, it } from '@jest/globals';
import { Money, unwrap } from '#kernel';
import { refusal } from '../../../test/visits.js';
import {
  decideApply,
  decideWithdrawApplication,
  evolveApplications,
  type ApplyForClearing,
  type ClearingApplications,
} from './month-statement.js';
import {
  decideConfirm,
  decideRollBack,
  decideSubmit,
  evolveList,
  type ListedClaim,
  type OutOfAreaList,
} from './out-of-area-list.js';
import { compareDetails, readDetailFile, refuseOtherTotals, resultFile, type OurClaim } from './statement-details.js';
import { asKept, asTold } from './told-funds.js';

const claim = (settlementId: string, changes: Partial<OurClaim> = {}): OurClaim => ({
  ...{ settlementId, visitId: 'V1', psnNo: 'P1', total: '100.00', fundTotal: '60.00', account: '10.00' },
  ...{ refunded: false, messageId: `M-${settlementId}`, refundOf: null, insuranceType: '310', ...changes },
});
const row = (columns: string): string => columns.replaceAll(' ', '\t');

describe('the detail file of a hospital, 3202', () => {
  it('REC-03: equal to the cent is 0, a cent off 3, missing here 2, missing there 1 with the message id and no numbers', () => {
    const file = ['C1 V1 P1 100 60 10.00 0', 'C2 V1 P1 100.00 60.00 10.01 0', 'C9 V9 P9 1.00 0 0 0']
      .map(row)
      .join('\n');
    const compared = compareDetails([claim('C1'), claim('C2'), claim('C3')], unwrap(readDetailFile(file)));
    expect(compared.map(({ outcome, row: { settlementId } }) => [outcome, settlementId])).toEqual([
      ['0', 'C1'],
      ['3', 'C2'],
      ['1', ''],
      ['2', 'C9'],
    ]);
    expect(resultFile(compared).split('\n')).toEqual([
      'P1\tV1\tC1\tM-C1\t0\t0\tnull\t100.00\t60.00\t10.00',
      'P1\tV1\tC2\tM-C2\t3\t0\t个人账户中心10.00\t100.00\t60.00\t10.01',
      'P1\tnull\tnull\tM-C3\t1\t0\t医药机构无此结算\t100.00\t60.00\t10.00',
      'P9\tV9\tC9\tnull\t2\t0\t中心无此结算\t1.00\t0.00\t0.00',
      '',
    ]);
  });

  it('REC-03, SET-13: a refund is a second row, under its own number or under that of its settlement', () => {
    const refund = { total: '-100.00', fundTotal: '-60.00', account: '-10.00', refundOf: 'C1', refunded: true };
    const ours = [claim('C1', { refunded: true }), claim('R1', refund)];
    for (const number of ['R1', 'C1']) {
      const file = ['C1 V1 P1 100 60 10 1', `${number} V1 P1 -100 -60 -10 1`].map(row).join('\n');
      expect(compareDetails(ours, unwrap(readDetailFile(file))).map(({ outcome }) => outcome)).toEqual(['0', '0']);
    }
    const twice = ['C1 V1 P1 100 60 10 1', 'C1 V1 P1 100 60 10 1'].map(row).join('\n');
    expect(compareDetails(ours, unwrap(readDetailFile(twice))).map(({ outcome }) => outcome)).toEqual(['0', '1', '2']);
  });

  it('REC-03: a row of another form is named; sums that differ by a cent or a row from the message are refused', () => {
    const bad = readDetailFile(['C1 V1 P1 100 60 10 0', 'C2 V1 P1 1,00 60 10 0'].map(row).join('\n'));
    expect(bad).toMatchObject({ ok: false, rejection: { message: expect.stringContaining('第2行') } });
    const rows = unwrap(readDetailFile(`${row('C1 V1 P1 100 60 10 0')}\r\n`));
    const stated = { settlements: 1, total: Money.of('100'), fundTotal: Money.of('60') };
    expect(refuseOtherTotals(rows, stated)).toBeNull();
    for (const off of [{ settlements: 2 }, { total: Money.of('100.01') }, { fundTotal: Money.of('59.99') }]) {
      expect(refuseOtherTotals(rows, { ...stated, ...off })).toMatchObject({ rejection: { rule: 'REC-03' } });
    }
  });
});

describe('an institution whose funds have the account in them', () => {
  const GUANGDONG = { accountInFunds: true };
  const HUNAN = { accountInFunds: false };

  it.each([
    ['60.00', '10.01', '70.01'],
    ['0.00', '4.52', '4.52'],
    ['60.00', '0.00', '60.00'],
    ['-60.00', '-10.01', '-70.01'],
  ])(
    'SET-05: funds of %s and an account of %s are %s to it, and come back as they were',
    (fundTotal, account, told) => {
      const amounts = { fundTotal, account };
      expect(asTold(amounts, GUANGDONG)).toEqual({ fundTotal: told, account });
      expect(asKept({ fundTotal: told, account }, GUANGDONG)).toEqual(amounts);
      expect([asTold(amounts, HUNAN), asKept(amounts, HUNAN)]).toEqual([amounts, amounts]);
    },
  );

  it('REC-03: 3202 compares its rows and its refunds to the cent with the account in them, and answers in its words', () => {
    const refund = { total: '-100.00', fundTotal: '-60.00', account: '-10.00', refundOf: 'C1', refunded: true };
    const kept = [claim('C1', { refunded: true }), claim('R1', refund), claim('C2'), claim('C3', { account: '0.00' })];
    const ours = kept.map((one) => asTold(one, GUANGDONG));
    const file = ['C1 V1 P1 100 70 10 1', 'R1 V1 P1 -100 -70 -10 1', 'C2 V1 P1 100 70.01 10 0', 'C3 V1 P1 100 60 0 0'];
    const compared = compareDetails(ours, unwrap(readDetailFile(file.map(row).join('\n'))));
    expect(compared.map(({ outcome, memo }) => outcome + memo)).toEqual(['0', '0', '3基金中心70.00', '0']);
    const without = unwrap(readDetailFile(row('C1 V1 P1 100 60 10 1')));
    expect(compareDetails(ours.slice(0, 1), without).map(({ outcome }) => outcome)).toEqual(['3']);
  });
});

describe('a clearing application, 3203 and 3204', () => {
  const ours = { visits: '28', total: '3043.64', fundTotal: '363.04', account: '0.00', cash: '2680.60' };
  const command = (changes: Partial<ApplyForClearing> = {}): ApplyForClearing => ({
    ...{ applicationNo: 'A1', institutionCode: 'H1', month: '2024-02', clearingCategory: '11' },
    ...{ from: '2024-02-01', to: '2024-02-29', recognised: Money.of('3043.64'), theirs: ours, ours, unconfirmed: 0 },
    accountInFunds: false,
    ...changes,
  });
  const NONE: ClearingApplications = { byNumber: new Map() };
  const applied = unwrap(decideApply(command(), NONE)).reduce(evolveApplications, NONE);

  it('REC-03: the captured month of Henan is taken; a cent, a visit or an unconfirmed claim off it is refused', () => {
    expect(decideApply(command(), NONE)).toMatchObject({
      value: [{ type: 'ClearingApplied', data: { totals: ours } }],
    });
    expect(refusal(decideApply(command({ unconfirmed: 1 }), NONE))?.code).toBe('clearing.unconfirmed');
    expect(refusal(decideApply(command({ ours: { ...ours, visits: '27' } }), NONE))?.code).toBe('clearing.totals');
    expect(refusal(decideApply(command({ ours: { ...ours, cash: '2680.61' } }), NONE))?.code).toBe('clearing.totals');
    expect(refusal(decideApply(command({ recognised: Money.of('3043.65') }), NONE))?.rule).toBe('SET-05');
    expect(refusal(decideApply(command({ to: '2024-03-01' }), NONE))?.code).toBe('clearing.period');
  });

  it('SET-05, REC-03: with the account in its funds it is taken to the cent, kept without, and refused in its own words', () => {
    const kept = { ...ours, fundTotal: '363.04', account: '100.00', cash: '2580.60' };
    const told = { ...kept, fundTotal: '463.04' };
    const apply = (theirs: typeof kept) => decideApply(command({ ours: kept, theirs, accountInFunds: true }), NONE);
    expect(apply(told)).toMatchObject({ value: [{ type: 'ClearingApplied', data: { totals: kept } }] });
    expect(refusal(apply(kept))).toMatchObject({ code: 'clearing.parts', rule: 'SET-05' });
    expect(apply({ ...told, fundTotal: '463.05', cash: '2580.59' })).toMatchObject({
      rejection: { message: expect.stringContaining('上报463.05，中心463.04'), fields: ['fund_appy_sum'] },
    });
    expect(apply({ ...told, account: '100.01' })).toMatchObject({ rejection: { fields: ['acct_pay'] } });
    expect(refusal(decideApply(command({ ours: kept, theirs: told }), NONE))?.code).toBe('clearing.parts');
  });

  it('REC-03: a month is applied for once, and again after it was withdrawn; another category is another one', () => {
    expect(refusal(decideApply(command({ applicationNo: 'A2' }), applied))?.code).toBe('clearing.applied');
    expect(refusal(decideApply(command({ applicationNo: 'A2', clearingCategory: '21' }), applied))).toBeNull();
    const withdraw = { applicationNo: 'A1', on: '2024-03-01' };
    const after = unwrap(decideWithdrawApplication(withdraw, applied)).reduce(evolveApplications, applied);
    expect(refusal(decideApply(command({ applicationNo: 'A2' }), after))).toBeNull();
    expect(refusal(decideWithdrawApplication(withdraw, after))?.code).toBe('clearing.withdrawn');
    expect(refusal(decideWithdrawApplication({ ...withdraw, applicationNo: 'A9' }, after))?.code).toBe(
      'clearing.unknown',
    );
  });
});

describe('the out-of-area list, 3260 to 3262', () => {
  const listed = (claimId: string): ListedClaim => ({
    ...{ claimId, visitId: 'V1', total: '8000.00', insurancePaid: '4998.00' },
    ...{ insuranceType: '310', clearingCategory: '21' },
  });
  const ours = new Map(['C1', 'C2'].map((id) => [id, listed(id)]));
  const on = '2022-05-20';
  const place = { institutionCode: 'H1', month: '2022-04' };
  const day = { ...place, submittedOn: on };
  const submit = (list: OutOfAreaList, settlementId: string, changes: object = {}, referenceId = `R-${settlementId}`) =>
    decideSubmit(
      {
        ...{ ...place, referenceId, on, ours },
        rows: [
          {
            ...{ settlementId, visitId: 'V1', total: Money.of('8000'), insurancePaid: Money.of('4998') },
            ...{ included: true, ...changes },
          },
        ],
      },
      list,
    );
  const NONE: OutOfAreaList = { submissions: new Map() };
  const one = unwrap(submit(NONE, 'C1')).reduce(evolveList, NONE);

  it('REC-03: a claim equal to the cent is taken once; another amount, number or visit names its row', () => {
    expect(refusal(submit(one, 'C2'))).toBeNull();
    expect(submit(one, 'C1')).toMatchObject({
      rejection: { code: 'list.repeated', message: expect.stringMatching(/^第1条/) },
    });
    expect(refusal(submit(NONE, 'C1', { total: Money.of('8000.01') }))?.code).toBe('list.amount');
    expect(refusal(submit(NONE, 'C1', { insurancePaid: Money.of('4997.99') }))?.code).toBe('list.amount');
    expect(refusal(submit(NONE, 'C1', { visitId: 'V2' }))?.code).toBe('list.unknown');
    expect(refusal(submit(NONE, 'C3'))?.code).toBe('list.unknown');
  });

  it('REC-03: 3262 takes back one batch or the month until the evening, and then nothing', () => {
    const two = unwrap(submit(one, 'C2')).reduce(evolveList, one);
    const back = unwrap(decideRollBack({ ...place, referenceId: 'R-C1' }, two)).reduce(evolveList, two);
    expect(decideConfirm(day, back).claimIds).toEqual(['C2']);
    expect(refusal(submit(back, 'C1', {}, 'R-again'))).toBeNull();
    expect(refusal(decideRollBack({ ...place, referenceId: 'R-C1' }, back))?.code).toBe('list.nothing');
    const all = unwrap(decideRollBack({ ...place, referenceId: undefined }, two)).reduce(evolveList, two);
    expect(decideConfirm(day, all).events).toEqual([]);
    const evening = decideConfirm(day, two).events.reduce(evolveList, two);
    expect(decideConfirm(day, evening).events).toEqual([]);
    expect(refusal(decideRollBack({ ...place, referenceId: undefined }, evening))?.code).toBe('list.confirmed');
  });

  it('REC-03, CLR-02: batches of the 20th and of the 21st are confirmed apart, and one told without its day by itself', () => {
    const next = { ...place, ours, referenceId: 'R-C2', on: '2022-05-21' };
    const row = { visitId: 'V1', total: Money.of('8000'), insurancePaid: Money.of('4998'), included: true };
    const both = unwrap(decideSubmit({ ...next, rows: [{ ...row, settlementId: 'C2' }] }, one)).reduce(evolveList, one);
    const before = { ...place, referenceId: 'R-C0', included: ['C0'], leftOut: [] };
    const all = evolveList(both, { type: 'ListSubmitted', data: before });
    const confirmed = [on, '2022-05-21', null].map((submittedOn) => decideConfirm({ ...place, submittedOn }, all));
    expect(confirmed.map(({ claimIds }) => claimIds)).toEqual([['C1'], ['C2'], ['C0']]);
    const evening = confirmed[0]?.events.reduce(evolveList, all) ?? all;
    expect(decideConfirm(day, evening).events).toEqual([]);
    expect(decideConfirm({ ...place, submittedOn: '2022-05-21' }, evening).claimIds).toEqual(['C2']);
  });

  it('REC-03: what the hospital leaves out (cnfm_flag 0) is not confirmed', () => {
    const out = unwrap(submit(NONE, 'C1', { included: false })).reduce(evolveList, NONE);
    expect(decideConfirm(day, out)).toMatchObject({ claimIds: [], events: [{ type: 'ListConfirmed' }] });
    expect(refusal(submit(out, 'C1', {}, 'R-again'))?.code).toBe('list.repeated');
    const evening = decideConfirm(day, out).events.reduce(evolveList, out);
    expect(refusal(submit(evening, 'C1', {}, 'R-again'))).toBeNull();
  });
});
