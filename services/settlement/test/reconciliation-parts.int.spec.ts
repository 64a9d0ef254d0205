import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Claim } from '#contracts';
import { mintDevelopmentToken } from '#http';
import { Money } from '#kernel';
import type { ServiceUnderTest } from '#testing';
import { DAY, province, settledDay, type Entry, type SettledDay } from './settled-day.js';

let settlement: ServiceUnderTest;
let running: SettledDay;
/** The day as the nation recorded it, every part told. */
let whole: readonly Told[];

type Told = Entry & Readonly<Record<string, string>>;
const FUNDS = ['pool', 'large-amount', 'supplementary', 'civil-servant', 'disabled', 'assistance', 'other'] as const;

function toldOf(entry: Entry, { funds, inScope, classBPrepay, overLimit, selfPay, hospitalBorne }: Claim): Told {
  const paid = FUNDS.map((column) => {
    const amounts = funds.filter((fund) => fund.column === column).map(({ amount }) => Money.of(amount));
    return [column, Money.sum(amounts).toString()];
  });
  return { ...entry, inScope, classBPrepay, overLimit, selfPay, hospitalBorne, ...Object.fromEntries(paid) };
}

beforeAll(async () => {
  running = await settledDay();
  settlement = running.service;
  const recorded = await settlement.database.read<{ claim: Claim }>(
    `select data->'claim' as claim from events where type in ('ClaimSettled', 'ClaimRefunded')`,
  );
  whole = running.claims.map((entry) => {
    const one = recorded.find(({ claim }) => claim.claimId === entry.claimId);
    if (one === undefined) throw new Error(`no claim ${entry.claimId}`);
    return toldOf(entry, one.claim);
  });
});
afterAll(() => running.end());

const upload = async (side: 'care' | 'insured', entries: readonly object[]) => {
  const unit = side === 'care' ? '31' : '32';
  const path = `/settlement/reconciliation/ledgers/${side}/${unit}/${DAY}`;
  return (await settlement.call('PUT', path, { as: province(unit), body: { entries } })).body;
};
const uploadFile = async (lines: readonly string[]) => {
  const token = await mintDevelopmentToken({ subject: 'test', ...province('31') });
  const response = await fetch(`${settlement.url}/settlement/reconciliation/ledgers/care/31/${DAY}/file`, {
    ...{ method: 'PUT', body: `${lines.join('\n')}\n` },
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv', 'idempotency-key': randomUUID() },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const reconcile = async (asOf = DAY) =>
  (await settlement.call('POST', '/ops/jobs/reconcile-day/runs', { body: { asOf } })).body;
/** The difference that was found last. */
const lastFound = async () => {
  const [row] = await settlement.database.read<{ data: Record<string, string> }>(
    `select data from events where type = 'DifferenceFound' order by global_position desc limit 1`,
  );
  return row?.data;
};
/** A difference as it is listed, once the list has followed. */
async function listed(differenceId: string | undefined, detail: RegExp): Promise<object | undefined> {
  for (const until = Date.now() + 10_000; ;) {
    const [row] = await settlement.database.read<{ foundOn: string; detail: string }>(
      `select found_on::text as "foundOn", detail, reason from read_differences.difference where difference_id = $1`,
      [differenceId],
    );
    if (detail.test(row?.detail ?? '') || Date.now() > until) return row;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
const moved = (told: Told, from: string, to: string): Told => {
  const by = (name: string, cents: string) =>
    Money.of(told[name] ?? '')
      .plus(Money.of(cents))
      .toString();
  return { ...told, [from]: by(from, '-0.01'), [to]: by(to, '0.01') };
};

describe('the parts of a claim in a day’s list', () => {
  it('REC-01: a list that tells every part rightly has no difference, refunds included, and is another revision', async () => {
    expect(await upload('care', running.claims)).toMatchObject({ revision: 1 });
    expect(await upload('care', whole)).toMatchObject({ entries: 5, revision: 2 });
    expect(await upload('insured', whole)).toMatchObject({ entries: 5, revision: 1 });
    expect(await reconcile()).toMatchObject({ days: 1, found: 0 });
  });

  it.each([
    ['a cent in another fund', 'pool', 'other', /^统筹基金\d+\.\d\d\/\d+\.\d\d，其他0\.00\/0\.01$/],
    ['a cent out of scope', 'inScope', 'selfPay', /^政策范围内\d+\.\d\d\/\d+\.\d\d，自费0\.00\/0\.01$/],
    ['a cent of the hospital', 'classBPrepay', 'hospitalBorne', /^乙类先行自付\S+，医院负担0\.00\/0\.01$/],
  ])('REC-01, CLR-14: %s is found although every total agrees', async (_what, from, to, detail) => {
    const [first, ...rest] = whole as [Told, ...Told[]];
    await upload('care', [moved(first, from, to), ...rest]);
    expect(await reconcile()).toMatchObject({ found: 1, closed: 0 });
    const found = { claimId: first.claimId, class: 'amount', side: 'care', owner: '31' };
    expect(await lastFound()).toMatchObject({ ...found, detail: expect.stringMatching(detail) });
    expect(await reconcile()).toMatchObject({ found: 0, closed: 0 });
    await upload('care', whole);
    expect(await reconcile()).toMatchObject({ found: 0, closed: 1 });
  });

  it('REC-01: what its owner closed comes back when a later list differs otherwise, with totals and parts in its words', async () => {
    const [first, ...rest] = whole as [Told, ...Told[]];
    await upload('care', [moved(first, 'pool', 'other'), ...rest]);
    await reconcile();
    const { differenceId } = (await lastFound()) ?? {};
    const body = { businessDate: DAY, differenceId, unit: '31', reason: '医院已更正' };
    const path = '/settlement/reconciliation/differences/close';
    expect((await settlement.call('POST', path, { as: province('31'), body })).status).toBe(200);
    await upload('care', [moved(moved(first, 'pool', 'other'), 'account', 'cash'), ...rest]);
    expect(await reconcile()).toMatchObject({ found: 1 });
    expect(await lastFound()).toMatchObject({
      differenceId,
      detail: expect.stringMatching(/^总费用.*，统筹基金.*，其他/),
    });
    // Open, it has stood since it was found, whatever has become of it.
    await upload('care', [moved(first, 'inScope', 'selfPay'), ...rest]);
    expect(await reconcile('2025-08-03')).toMatchObject({ found: 1, closed: 0 });
    expect(await listed(differenceId, /^政策范围内/)).toMatchObject({ foundOn: DAY, reason: null });
    await upload('care', whole);
    await reconcile();
  });

  it('REC-01: a file tells the parts it has columns for, and an empty cell tells nothing', async () => {
    const header = 'claimId,state,total,fundTotal,account,cash,pool,hospitalBorne';
    const line = ({ claimId, state, total, fundTotal, account, cash }: Told, pool = '', borne = '') =>
      [claimId, state, total, fundTotal, account, cash, pool, borne].join(',');
    const [first, ...rest] = whole as [Told, ...Told[]];
    const right = [header, line(first, first['pool'], '0.00'), ...rest.map((one) => line(one))];
    expect((await uploadFile(right)).body).toMatchObject({ entries: 5 });
    expect(await reconcile()).toMatchObject({ found: 0, closed: 0 });
    await uploadFile([header, line(first, first['pool'], '0.01'), ...rest.map((one) => line(one))]);
    expect(await reconcile()).toMatchObject({ found: 1 });
    expect(await lastFound()).toMatchObject({ claimId: first.claimId, detail: '医院负担0.00/0.01' });
    const wrong = await uploadFile([header, line(first, '1.234')]);
    expect(wrong).toMatchObject({ status: 400, body: { fields: ['pool'] } });
    expect((await uploadFile([`${header},pool`])).body).toMatchObject({ fields: ['header'] });
  });
});
