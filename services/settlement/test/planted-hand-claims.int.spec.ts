import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { failedChecks, planting, type ServiceUnderTest } from '#testing';
import { HOSPITAL, openVisit, PSN_NO, send, startSettlement } from './hospital.js';
import { province } from './settled-day.js';
import { settled } from './stay.js';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;
let refundId: string;

const KEPT = '3108-AB000001';
const BACK = '3108-AB000002';
const claimNo = (invoice: string) => `${HOSPITAL}-${invoice.replace('-', '')}`;
const post = async (path: string, body: object) =>
  (await settlement.call('POST', `/settlement/claims-by-hand${path}`, { as: province('32'), body })).body;
const act = (invoice: string, what: string, body: object) => post(`/32/${HOSPITAL}/${invoice}/${what}`, body);
const AMOUNTS = { inScope: '2000.00', classBPrepay: '0.00', overLimit: '0.00', selfPay: '0.00' };
const SLIP = { bank: '中国银行', serialNumber: 'S1' };

/** Files a bill of 2,000.00, settles it and pays what is due. */
async function paidByHand(invoiceNumber: string): Promise<void> {
  await post('', {
    ...{ insuredRegion: '320200', psnNo: PSN_NO, institutionCode: HOSPITAL, invoiceNumber, visitKind: 'outpatient' },
    ...{ careFrom: '2025-08-01', careTo: '2025-08-01', total: '2000.00', cause: 'network' },
    papers: ['invoice', 'fee-list', 'prescription'],
  });
  const { fundTotal: amount } = await act(invoiceNumber, 'settlement', { amounts: AMOUNTS });
  const paid = await act(invoiceNumber, 'payment', { amount, ...SLIP, paidOn: '2025-08-01' });
  expect(paid).toMatchObject({ status: 'paid' });
}

/** One paid by hand, one that came back and was paid anew, a direct claim and its refund. */
beforeAll(async () => {
  ({ settlement, end } = await startSettlement());
  await paidByHand(KEPT);
  await paidByHand(BACK);
  await act(BACK, 'reversal', { reason: '票据作废', returned: { ...SLIP, returnedOn: '2025-08-01' } });
  await paidByHand(BACK);
  const { settle, visitId } = await openVisit(settlement, 900);
  const { setl_id } = settled(await send(settlement, '2207', { data: settle }));
  const refunded = await send(settlement, '2208', { data: { setl_id, mdtrt_id: visitId, psn_no: PSN_NO } });
  refundId = String(settled(refunded)['setl_id']);
});
afterAll(() => end());

const failed = () => failedChecks(settlement);
const changed = planting(() => settlement.database);
/** Sets a member of the events of one type that are about this number, and what verify then says beside chains and read models. */
async function found(
  type: string,
  about: string,
  path: string,
  value: string,
): Promise<Readonly<Record<string, string>>> {
  const checks = await changed(
    `create table planted as select * from events where type = '${type}' and stream_id || coalesce(data->>'claimId', '') like '%${about}';
     update events e set data = jsonb_set(e.data, '${path}', '${value}') from planted p
      where (e.stream_id, e.stream_version) = (p.stream_id, p.stream_version)`,
    `update events e set data = p.data from planted p where (e.stream_id, e.stream_version) = (p.stream_id, p.stream_version);
     drop table planted`,
    failed,
  );
  const others = ['事件哈希链完整', '读模型与公布的表等于由事件重算的结果'];
  return Object.fromEntries(checks.flatMap(({ name, detail }) => (others.includes(name) ? [] : [[name, detail]])));
}

const PARTS = '手工报销的费用分割等于总费用，总费用等于基金与个人负担之和';
const FUNDS = '手工报销的基金支付等于各基金之和';
const PAID = '手工报销的支付等于核定的基金支付，退回等于支付，各一次';
const YEARS = '年度累计的使用与退回等于各笔直接结算、退费与手工报销所述';

const CENT = '"0.01"';

describe('verify of claims by hand', () => {
  it('SEC-03, SET-17: finds nothing where nothing was changed', async () => {
    expect(await failed()).toEqual([]);
  });

  it.each([
    ['SET-05', 'HandClaimSettled', '{selfPay}', PARTS],
    ['SET-05', 'HandClaimSettled', '{personal}', PARTS],
    ['SET-05', 'HandClaimFiled', '{total}', PARTS],
    ['SET-05', 'HandClaimSettled', '{funds,0,amount}', FUNDS],
    ['SET-17', 'HandClaimPaid', '{amount}', PAID],
    ['SET-19', 'HandClaimSettled', '{benefits,0,accumulators,fundPaid}', YEARS],
    ['SET-19', 'BenefitUsed', '{accumulators,fundPaid}', YEARS],
  ])('%s: names the claim where an amount is another: %s %s', async (_rule, type, path, name) => {
    const checks = await found(type, claimNo(KEPT), path, CENT);
    expect(Object.keys(checks)).toEqual([name]);
    expect(checks[name]).toMatch(/不符1条：/);
    expect(checks[name]).toContain(claimNo(KEPT));
  });

  it('SET-13, SET-17: names what did not come back to the cent before the claim was taken back', async () => {
    const checks = await found('HandClaimReversed', claimNo(BACK), '{returned,amount}', CENT);
    expect(checks).toEqual({ [PAID]: expect.stringContaining(claimNo(BACK)) });
    const without = await found('HandClaimReversed', claimNo(BACK), '{returned}', 'null');
    expect(without).toEqual({ [PAID]: expect.stringContaining(claimNo(BACK)) });
  });

  it('SET-19: names what a year did not get back of a refund, and of a claim by hand', async () => {
    const cent = ['{accumulators,fundPaid}', CENT] as const;
    expect(await found('BenefitRestored', refundId, ...cent)).toEqual({ [YEARS]: expect.stringContaining(refundId) });
    const checks = await found('BenefitRestored', claimNo(BACK), ...cent);
    expect(checks).toEqual({ [YEARS]: expect.stringContaining(claimNo(BACK)) });
    expect(await failed()).toEqual([]);
  });
});
