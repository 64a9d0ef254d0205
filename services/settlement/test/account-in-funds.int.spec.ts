import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money, unwrap } from '#kernel';
import type { ServiceUnderTest } from '#testing';
import { unzipOne } from '../src/hospital-gateway/files/zip.js';
import {
  asked,
  credential,
  envelope,
  HOSPITAL,
  line,
  nextMessageId,
  openVisit,
  PSN_NO,
  SECRET,
  send,
  setHospital,
  startSettlement,
} from './hospital.js';
import { compareDetails, rowsOf, sum, upload, type Row } from './month.js';
import { province } from './settled-day.js';
import { admit, amountOf, bytesOf, settled } from './stay.js';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ settlement, end } = await startSettlement());
});

afterAll(() => end());

const set = (changes: object) => setHospital(settlement, changes);

/** What stands of a claim: never the dialect. */
const kept = async (claimId: string | undefined): Promise<Row> => {
  const row = (await rowsOf(settlement)).find(({ setl_id }) => setl_id === claimId);
  if (row === undefined) throw new Error(`no claim ${claimId}`);
  return row;
};
/** Funds and account as the answer told them, from what stands. */
const withAccount = (row: Row) => [Money.of(row.fund).plus(Money.of(row.acct)).toString(), row.acct];
const without = (row: Row) => [row.fund, row.acct];
const told = (info: Record<string, string>) =>
  ['fund_pay_sumamt', 'acct_pay'].map((name) => amountOf(info, name).toString());

describe('an institution whose fund_pay_sumamt has the personal account in it', () => {
  const visit = async (useAccount = '1') => {
    const { visitId, settle } = await openVisit(settlement);
    return { visitId, data: { ...settle, acct_used_flag: useAccount } };
  };
  const told5203 = async (visitId: string, claimId: string | undefined) => {
    const found = await asked(settlement, '5203', { mdtrt_id: visitId, psn_no: PSN_NO, setl_id: claimId });
    return told(found['setlinfo'] as Record<string, string>);
  };

  it('SET-05: is registered so and shown so; without it nothing is told otherwise than before', async () => {
    const { visitId, data } = await visit();
    const info = settled(await send(settlement, '2207', { data }));
    expect(amountOf(info, 'acct_pay').isPositive()).toBe(true);
    expect(told(info)).toEqual(without(await kept(info['setl_id'])));
    expect(await told5203(visitId, info['setl_id'])).toEqual(told(info));
    const shown = async () =>
      (await settlement.call('GET', `/settlement/institutions/${HOSPITAL}`, { as: province('31') })).body;
    expect(await shown()).toMatchObject({ accountInFunds: false });
    await set({ accountInFunds: true });
    expect(await shown()).toMatchObject({ accountInFunds: true });
    const [act] = await settlement.database.read<{ told: boolean }>(
      `select (data->>'accountInFunds')::boolean as told from events where stream_id = $1 order by stream_version desc limit 1`,
      [`administration-${HOSPITAL}`],
    );
    expect(act?.told).toBe(true);
    await send(settlement, '2208', { data: { setl_id: info['setl_id'], mdtrt_id: visitId, psn_no: PSN_NO } });
  });

  it('SET-05, SET-13: trial, settlement, query and refund tell it to the cent; what stands is without it', async () => {
    const { visitId, data } = await visit();
    const trial = settled(await send(settlement, '2206', { data }));
    const paid = settled(await send(settlement, '2207', { data }));
    const row = await kept(paid['setl_id']);
    expect(Money.of(row.acct).isPositive()).toBe(true);
    expect(told(paid)).toEqual(withAccount(row));
    expect(told(trial)).toEqual(told(paid));
    expect(await told5203(visitId, paid['setl_id'])).toEqual(told(paid));
    const refund = settled(
      await send(settlement, '2208', { data: { setl_id: paid['setl_id'], mdtrt_id: visitId, psn_no: PSN_NO } }),
    );
    expect(told(refund)).toEqual(told(paid).map((amount) => Money.of(amount).negate().toString()));
    expect(await told5203(visitId, refund['setl_id'])).toEqual(told(refund));
  });

  it('SET-05: a claim that took nothing of the account is told as anywhere, a stay and its refund as a visit', async () => {
    const { data } = await visit('0');
    const info = settled(await send(settlement, '2207', { data }));
    expect(told(info)).toEqual([(await kept(info['setl_id'])).fund, '0.00']);
    const stay = await admit(settlement);
    await stay.lines('1', 1000);
    await stay.discharge();
    const trial = settled(await stay.settle('2303', 1000));
    const paid = settled(await stay.settle('2304', 1000));
    const row = await kept(paid['setl_id']);
    expect(Money.of(row.acct).isPositive()).toBe(true);
    expect([told(trial), told(paid)]).toEqual([withAccount(row), withAccount(row)]);
    const refund = settled(await stay.refund(paid['setl_id']));
    expect(told(refund)).toEqual(withAccount(await kept(refund['setl_id'])));
  });

  it('SET-05: a purchase in a pharmacy and its refund are told so too', async () => {
    const { mdtrt_id: _visit, psn_no: _person, chrg_bchno: _batch, ...drug } = line('', '1', 10);
    const bill = { begntime: '2025-08-01 10:00:00', medfee_sumamt: drug.det_item_fee_sumamt, med_type: '41' };
    const druginfo = { ...credential, ...bill, acct_used_flag: '1' };
    const paid = settled(await send(settlement, '2102', { druginfo, drugdetail: [drug] }));
    const row = await kept(paid['setl_id']);
    expect(Money.of(row.acct).isPositive()).toBe(true);
    expect(told(paid)).toEqual(withAccount(row));
    const key = { setl_id: paid['setl_id'], mdtrt_id: paid['mdtrt_id'], psn_no: PSN_NO };
    const refund = settled(await send(settlement, '2103', { data: key }));
    expect(told(refund)).toEqual(withAccount(await kept(refund['setl_id'])));
  });

  it('SET-15: the same message again is answered as it was, whatever the setting has become since', async () => {
    const { visitId, data } = await visit();
    const [msgid, refundId] = [nextMessageId(), nextMessageId()];
    const paid = await send(settlement, '2207', { data }, msgid);
    const refund = { data: { setl_id: settled(paid)['setl_id'], mdtrt_id: visitId, psn_no: PSN_NO } };
    const back = await send(settlement, '2208', refund, refundId);
    await set({ accountInFunds: false });
    expect(bytesOf(await send(settlement, '2207', { data }, msgid))).toBe(bytesOf(paid));
    expect(bytesOf(await send(settlement, '2208', refund, refundId))).toBe(bytesOf(back));
    const now = await visit();
    const other = settled(await send(settlement, '2207', { data: now.data }));
    expect(told(other)).toEqual(without(await kept(other['setl_id'])));
    await set({ accountInFunds: true });
  });
});

describe('the month of such an institution', () => {
  /** The hospital's books: what it was told, rows of visits only. */
  const books = async (): Promise<readonly Row[]> => {
    const outpatient = await settlement.database.read<{ claim_id: string }>(
      `select claim_id from read_claims.claim where clearing_category = '11'`,
    );
    const ids = new Set(outpatient.map(({ claim_id }) => claim_id));
    const all = (await rowsOf(settlement)).filter(({ setl_id }) => ids.has(setl_id));
    return all.map((row) => ({ ...row, fund: withAccount(row)[0] ?? '' }));
  };
  const state = async (changes: object = {}) => {
    const all = await books();
    const data = {
      ...{ insutype: '310', clr_type: '11', setl_optins: '310115', fixmedins_setl_cnt: String(all.length) },
      ...{ stmt_begndate: '2025-08-01', stmt_enddate: '2025-08-31' },
      ...{ medfee_sumamt: sum(all, 'medfee'), fund_pay_sumamt: sum(all, 'fund'), acct_pay: sum(all, 'acct') },
      ...changes,
    };
    return (await send(settlement, '3201', { data })).output?.['stmtinfo'];
  };
  const results = async (list: readonly Row[]): Promise<readonly string[]> => {
    const fileNo = String((await upload(settlement, list)).output?.['file_qury_no']);
    const compared = await compareDetails(settlement, fileNo, list);
    const file = compared.output?.['fileinfo']?.['file_qury_no'];
    const response = await fetch(`${settlement.url}/hsa`, {
      method: 'POST',
      headers: { apikey: SECRET },
      body: JSON.stringify(
        envelope('9102', { fsDownloadIn: { file_qury_no: file, filename: 'plc', fixmedins_code: 'plc' } }),
      ),
    });
    const entry = unwrap(unzipOne(Buffer.from(await response.arrayBuffer())));
    return entry.content.toString('utf8').trimEnd().split('\n');
  };

  it('REC-03: 3201 a cent off, or without the account, is not balanced and answers with the account in the funds', async () => {
    const all = await books();
    expect(Money.of(sum(all, 'acct')).isPositive()).toBe(true);
    const cent = Money.of(sum(all, 'fund')).plus(Money.of('0.01')).toString();
    const plain = Money.of(sum(all, 'fund'))
      .minus(Money.of(sum(all, 'acct')))
      .toString();
    for (const fund_pay_sumamt of [cent, plain]) {
      expect(await state({ fund_pay_sumamt })).toMatchObject({
        stmt_rslt: '1',
        stmt_rslt_dscr: expect.stringContaining(`基金${sum(all, 'fund')}、个人账户${sum(all, 'acct')}`),
      });
    }
  });

  it('REC-03: 3202 takes rows and refunds with the account in them, and names the row that is a cent off', async () => {
    const all = await books();
    const [first, ...others] = all as [Row, ...Row[]];
    const cent = { ...first, fund: Money.of(first.fund).plus(Money.of('0.01')).toString() };
    const named = (await results([cent, ...others])).map((line) => line.split('\t'));
    expect(named.map((columns) => columns[4])).toEqual(['3', ...others.map(() => '0')]);
    expect(named[0]?.slice(6)).toEqual([`基金中心${first.fund}`, first.medfee, cent.fund, first.acct]);
    expect(all.some(({ fund }) => fund.startsWith('-'))).toBe(true);
    expect((await results(all)).map((line) => line.split('\t')[4])).toEqual(all.map(() => '0'));
    expect((await books()).filter(({ confirmed }) => !confirmed)).toEqual([]);
  });

  it('REC-03: balanced 3201, 3203 with the same funds, 3260 as anywhere; what is recorded is without the account', async () => {
    expect(await state()).toMatchObject({ stmt_rslt: '0' });
    const all = await books();
    const money = { acct_pay: sum(all, 'acct'), cash_payamt: sum(all, 'cash'), fund_appy_sum: sum(all, 'fund') };
    const fees = { medfee_sumamt: sum(all, 'medfee'), med_sumfee: sum(all, 'medfee') };
    const month = { begndate: '2025-08-01', enddate: '2025-08-31', setlym: '202508', clr_type: '11' };
    const psntime = String(all.length - 2 * all.filter(({ medfee }) => medfee.startsWith('-')).length);
    const applied = await send(settlement, '3203', { data: { ...month, ...money, ...fees, psntime } });
    expect(applied.infcode).toBe('0');
    const [event] = await settlement.database.read<{ fund: string }>(
      `select data->'totals'->>'fundTotal' as fund from events where type = 'ClearingApplied'`,
    );
    expect(event?.fund).toBe(
      Money.of(sum(all, 'fund'))
        .minus(Money.of(sum(all, 'acct')))
        .toString(),
    );
    const listed = await send(settlement, '3260', { data: { trt_year: '2025', trt_month: '08', startrow: 1 } });
    const rows = listed.output?.['data'] as unknown as Record<string, string>[];
    const paid = rows.find(({ setl_sn }) => setl_sn === all[0]?.setl_id);
    expect(amountOf(paid ?? {}, 'optins_pay_sumamt').toString()).toBe(all[0]?.fund);
    const { body } = await settlement.call('POST', '/ops/verify');
    expect((body as unknown as { ok: boolean }[]).filter(({ ok }) => !ok)).toEqual([]);
  });
});
