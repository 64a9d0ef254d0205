import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import type { ServiceUnderTest } from '#testing';
import { filing, HOSPITAL, ID_NUMBER, openVisit, person, registered, send, startSettlement } from './hospital.js';
import { province } from './settled-day.js';
import { amountOf, settled } from './stay.js';

/** Insured in Huai'an, which has ten working days and twenty at the most; the second has filed nothing. */
const PSN = '32080300000000000151';
const UNFILED = '32080300000000000152';
const OTHER = '32080300000000000153';
const INSURED_REGION = '320803';

let settlement: ServiceUnderTest;
let environment: Readonly<Record<string, string>>;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ settlement, environment, end } = await startSettlement());
  const of = (psnNo: string) => ({ psnNo, insuredRegion: INSURED_REGION });
  await registered(settlement, environment, {
    persons: [PSN, UNFILED, OTHER].map((psnNo) => person(of(psnNo))),
    filings: [PSN, OTHER].map((psnNo) => filing({ ...of(psnNo), filingId: `BA-${psnNo}` })),
  });
});

afterAll(() => end());

let invoices = 0;
const nextInvoice = (): string => `3106-${String((invoices += 1)).padStart(8, '0')}`;

const bill = (changes: object = {}) => ({
  ...{ insuredRegion: INSURED_REGION, psnNo: PSN, institutionCode: HOSPITAL, invoiceNumber: nextInvoice() },
  ...{ visitKind: 'outpatient', careFrom: '2025-08-01', careTo: '2025-08-01', total: '2000.00', cause: 'network' },
  ...{ papers: ['invoice', 'fee-list', 'prescription'] },
  ...changes,
});
const post = async (path: string, body: object, area = '32') =>
  (await settlement.call('POST', `/settlement/claims-by-hand${path}`, { as: province(area), body })).body;
const file = (body: object, area = '32') => post('', body, area);
const act = (invoice: string, what: string, body: object, area = '32') =>
  post(`/${area}/${HOSPITAL}/${invoice}/${what}`, body, area);
const list = async (which: string, area = '32') => {
  const path = `/settlement/claims-by-hand?unit=${area}&list=${which}`;
  return (await settlement.call('GET', path, { as: province(area) })).body as unknown as Record<string, unknown>[];
};
const WHOLE = { inScope: '2000.00', classBPrepay: '0.00', overLimit: '0.00', selfPay: '0.00' };
const slip = (paidOn: string) => ({ bank: '中国银行', serialNumber: 'S1', paidOn });

/** A bill that is settled by hand, and what the funds pay of it. */
async function settledByHand(changes: object = {}, amounts: object | null = WHOLE): Promise<[string, string]> {
  const handed = bill(changes);
  expect(await file(handed)).toMatchObject({ status: 'received', missing: [] });
  const answer = await act(handed.invoiceNumber, 'settlement', { amounts });
  expect(answer).toMatchObject({ status: 'settled' });
  return [handed.invoiceNumber, String(answer['fundTotal'])];
}

const settleDirectly = async (pieces: number, more: object = {}): Promise<Record<string, string>> => {
  const { settle } = await openVisit(settlement, pieces, PSN);
  const reply = await send(settlement, '2207', { data: { ...settle, ...more } });
  expect(reply.err_msg).toBeNull();
  return { ...settled(reply), mdtrt_id: String(settle['mdtrt_id']) };
};

describe('a claim by hand and the medical year', () => {
  it('SET-17, SET-19: is paid by the same policy and year as a direct claim, and gives back exactly what it took', async () => {
    const [first, paid] = await settledByHand();
    // Huai'an, retired, level 3: 600.00 deductible, 65% of the rest.
    expect(paid).toBe('910.00');
    const [second, more] = await settledByHand();
    expect(more).toBe('1300.00');
    expect(await act(first, 'reversal', { reason: '票据作废', returned: null })).toMatchObject({ status: 'reversed' });
    const direct = await settleDirectly(300);
    // The deductible the reversed one had paid is due again.
    expect(amountOf(direct, 'act_pay_dedc').toString()).toBe('600.00');
    await act(second, 'reversal', { reason: '票据作废', returned: null });
    const [, again] = await settledByHand();
    expect(again).toBe('1300.00');
  });

  it('SET-05: the parts add up to the bill, and no account is used', async () => {
    const handed = bill();
    await file(handed);
    const wrong = await act(handed.invoiceNumber, 'settlement', { amounts: { ...WHOLE, selfPay: '0.01' } });
    expect(wrong).toMatchObject({ rule: 'SET-05', code: 'claim.parts-differ' });
    const amounts = { ...WHOLE, inScope: '2000.01', selfPay: '-0.01' };
    expect((await act(handed.invoiceNumber, 'settlement', { amounts }))['rule']).toBe('SET-13');
    expect((await act(handed.invoiceNumber, 'settlement', {}))['code']).toBe('hand-claim.amounts');
    await act(handed.invoiceNumber, 'settlement', { amounts: WHOLE });
    const path = `/settlement/claims-by-hand/32/${HOSPITAL}/${handed.invoiceNumber}`;
    const { settlement: found } = (await settlement.call('GET', path, { as: province('32') })).body as unknown as {
      settlement: Record<string, string>;
    };
    const sum = Money.of(String(found['fundTotal'])).plus(Money.of(String(found['personal'])));
    expect(sum.toString()).toBe('2000.00');
    expect(found['steps']).not.toEqual([]);
    const used = await settlement.database.read(`select 1 from events where stream_id = $1 and type = 'AccountUsed'`, [
      `account-${PSN}`,
    ]);
    const direct = await settlement.database.read(`select 1 from read_claims.claim where psn_no = $1 and account > 0`, [
      PSN,
    ]);
    expect(used).toHaveLength(direct.length);
  });
});

describe('never paid twice', () => {
  it('SET-17: a bill settled directly is not paid by hand, by its invoice or as the same visit; refunded it is', async () => {
    const invono = nextInvoice();
    const direct = await settleDirectly(500, { invono });
    expect(await file(bill({ invoiceNumber: invono, total: '1.00' }))).toMatchObject({ status: 'received' });
    const refused = await act(invono, 'settlement', { amounts: { ...WHOLE, inScope: '1.00' } });
    expect(refused).toMatchObject({ rule: 'SET-17', code: 'hand-claim.settled-directly' });
    expect(refused['detail'] ?? refused['message']).toContain(direct['setl_id']);
    const unnamed = await settleDirectly(501);
    const same = bill({ total: amountOf(unnamed, 'medfee_sumamt').toString() });
    await file(same);
    const amounts = { ...WHOLE, inScope: same.total };
    expect((await act(same.invoiceNumber, 'settlement', { amounts }))['code']).toBe('hand-claim.settled-directly');
    const refund = { setl_id: unnamed['setl_id'], mdtrt_id: unnamed['mdtrt_id'], psn_no: PSN };
    expect((await send(settlement, '2208', { data: refund })).infcode).toBe('0');
    expect(await act(same.invoiceNumber, 'settlement', { amounts })).toMatchObject({ status: 'settled' });
  });

  it('SET-17: an invoice is paid once, whoever brings it', async () => {
    const [invoice] = await settledByHand();
    expect((await file(bill({ invoiceNumber: invoice, psnNo: UNFILED })))['code']).toBe('hand-claim.filed');
    expect((await act(invoice, 'settlement', { amounts: WHOLE }))['code']).toBe('hand-claim.not-open');
  });

  it('SET-17: lines the hospital had uploaded are the bill; taken by hand they cannot be settled or withdrawn', async () => {
    const { visitId, settle } = await openVisit(settlement, 400, PSN);
    const named = { visitId, total: '1808.00' };
    const wrong = bill({ ...named, total: '1808.01' });
    await file(wrong);
    expect((await act(wrong.invoiceNumber, 'settlement', {}))['code']).toBe('hand-claim.lines');
    const [invoice] = await settledByHand(named, null);
    const again = await send(settlement, '2207', { data: settle });
    expect(again.err_msg).toMatch(/已由参保地手工报销.*SET-17/);
    const key = { mdtrt_id: visitId, psn_no: PSN };
    expect((await send(settlement, '2205', { data: { ...key, chrg_bchno: 'B1' } })).infcode).toBe('-1');
    expect((await send(settlement, '2202', { data: { ...key, ipt_otp_no: '1' } })).err_msg).toMatch(/手工报销/);
    const twice = bill(named);
    await file(twice);
    expect((await act(twice.invoiceNumber, 'settlement', {}))['code']).toBe('hand-claim.no-lines');
    await act(invoice, 'reversal', { reason: '改由医院直接结算', returned: null });
    expect((await send(settlement, '2207', { data: settle })).infcode).toBe('0');
  });

  it('SET-17: what a hospital settles directly after all is shown with the claim by hand', async () => {
    const [invoice] = await settledByHand();
    const direct = await settleDirectly(100, { invono: invoice });
    const shown = (await list('all')).find(({ invoiceNumber }) => invoiceNumber === invoice);
    expect(shown).toMatchObject({ settledDirectly: direct['setl_id'] });
  });
});

describe('who is paid by hand', () => {
  it('REG-12, REG-02: whoever has filed nothing files afterwards, and is paid by that filing', async () => {
    const handed = bill({ psnNo: UNFILED, cause: 'filed-afterwards' });
    await file(handed);
    const unfiled = await act(handed.invoiceNumber, 'settlement', { amounts: WHOLE });
    expect(unfiled).toMatchObject({ code: 'filing.required', rule: 'REG-02' });
    const late = { psnNo: UNFILED, insuredRegion: INSURED_REGION, filingId: 'BA-LATE', kind: 'referred' as const };
    await settlement.setBusinessDate('2025-08-04');
    await registered(settlement, environment, { filings: [filing({ ...late, validFrom: '2025-08-04' })] });
    expect(await act(handed.invoiceNumber, 'settlement', { amounts: WHOLE })).toMatchObject({ fundTotal: '910.00' });
  });

  it('SEC-01: another province files for nobody of this one and sees no case; a local institution is not out of area', async () => {
    expect(
      (await settlement.call('POST', '/settlement/claims-by-hand', { as: province('33'), body: bill() })).status,
    ).toBe(403);
    expect((await file(bill({ insuredRegion: '330100' }), '33'))['code']).toBe('person.unknown');
    const [invoice] = await settledByHand();
    expect(await list('all', '33')).toEqual([]);
    expect((await act(invoice, 'reversal', { reason: '核查', returned: null }, '33'))['code']).toBe(
      'hand-claim.unknown',
    );
    // SEC-02: nor is a citizen number an invoice.
    expect((await file(bill({ invoiceNumber: ID_NUMBER })))['fields']).toEqual(['invoiceNumber']);
    const local = { institutionCode: 'H32010000001', careRegion: '320100', settlementLevel: '3' };
    expect((await file(bill(local)))['code']).toBe('hand-claim.local');
    expect((await file(bill({ institutionCode: 'H33010000009' })))['code']).toBe('hand-claim.institution');
  });
});

describe('the working days', () => {
  it('SET-17: ten from complete papers, overdue by name from the next day on; twenty once the person was told', async () => {
    await settlement.setBusinessDate('2025-09-01');
    for (const { invoiceNumber, status } of await list('open')) {
      if (status === 'received') await act(String(invoiceNumber), 'refusal', { reason: '测试清理' });
    }
    const owing = bill({ psnNo: OTHER, papers: ['invoice'] });
    expect(await file(owing)).toMatchObject({ missing: ['fee-list', 'prescription'], dueOn: null });
    expect(await list('papers-missing')).toHaveLength(1);
    expect((await act(owing.invoiceNumber, 'settlement', { amounts: WHOLE }))['code']).toBe(
      'hand-claim.papers-missing',
    );
    const supplied = await act(owing.invoiceNumber, 'papers', { papers: ['fee-list', 'prescription'] });
    expect(supplied).toMatchObject({ status: 'received', dueOn: '2025-09-15' });
    const mine = async (which: string) =>
      (await list(which)).filter(({ invoiceNumber }) => invoiceNumber === owing.invoiceNumber);
    await settlement.setBusinessDate('2025-09-15');
    expect(await mine('overdue')).toEqual([]);
    expect(await mine('open')).toMatchObject([{ workingDaysLeft: 0 }]);
    await settlement.setBusinessDate('2025-09-16');
    expect(await mine('overdue')).toMatchObject([{ workingDaysLeft: -1 }]);
    const overdue = await settlement.call('GET', '/ops/overdue');
    expect(JSON.stringify(overdue.body)).toContain('手工报销 insured:32');
    const late = await act(owing.invoiceNumber, 'extension', { reason: '票据须函调核实' });
    expect(late['code']).toBe('hand-claim.extend-late');
    const settledLate = await act(owing.invoiceNumber, 'settlement', { amounts: WHOLE });
    const amount = String(settledLate['fundTotal']);
    expect((await act(owing.invoiceNumber, 'payment', { amount: '0.01', ...slip('2025-09-16') }))['code']).toBe(
      'hand-claim.amount',
    );
    const paid = await act(owing.invoiceNumber, 'payment', { amount, ...slip('2025-09-16') });
    expect(paid).toMatchObject({ status: 'paid' });
    expect((await mine('all'))[0]).toMatchObject({ late: true, workingDaysLeft: null, paidOn: '2025-09-16' });
    const told = bill({ psnNo: OTHER });
    await file(told);
    const extended = await act(told.invoiceNumber, 'extension', { reason: '票据须函调核实' });
    // Twenty working days from 16 September, over the holidays of October and their make-up days.
    expect(extended).toMatchObject({ dueOn: '2025-10-20' });
  });
});
