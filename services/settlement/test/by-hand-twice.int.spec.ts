import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceUnderTest } from '#testing';
import { credential, HOSPITAL, ID_NUMBER, openVisit, PSN_NO, send, startSettlement } from './hospital.js';
import { province } from './settled-day.js';
import { admit, amountOf, settled } from './stay.js';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ settlement, end } = await startSettlement());
});
afterAll(() => end());

const PATH = '/settlement/claims-by-hand';
let invoices = 0;
const nextInvoice = (): string => `3106-AB${String((invoices += 1)).padStart(8, '0')}`;
const bill = (total: string, changes: object = {}) => ({
  ...{ insuredRegion: '320200', psnNo: PSN_NO, institutionCode: HOSPITAL, invoiceNumber: nextInvoice() },
  ...{ visitKind: 'outpatient', careFrom: '2025-08-01', careTo: '2025-08-01', total, cause: 'network' },
  ...{ papers: ['invoice', 'fee-list', 'prescription'] },
  ...changes,
});
const stayed = (total: string, from: string, to: string, changes: object = {}) =>
  bill(total, {
    ...{ visitKind: 'inpatient', careFrom: from, careTo: to, papers: ['invoice', 'fee-list', 'diagnosis'] },
    ...changes,
  });
type Bill = ReturnType<typeof bill>;
const post = async (path: string, body: object) =>
  (await settlement.call('POST', `${PATH}${path}`, { as: province('32'), body })).body;
const act = (invoice: string, what: string, body: object) => post(`/32/${HOSPITAL}/${invoice}/${what}`, body);
const wholly = (total: string) => ({ inScope: total, classBPrepay: '0.00', overLimit: '0.00', selfPay: '0.00' });
/** Files a bill and settles it, on paper or by the lines of its visit. */
async function byHand(handed: Bill): Promise<Record<string, unknown>> {
  const filed = await post('', handed);
  if (filed['status'] !== 'received') return filed;
  const amounts = 'visitId' in handed ? null : wholly(handed.total);
  return act(handed.invoiceNumber, 'settlement', { amounts });
}
const settleDirectly = async (pieces: number, more: object = {}): Promise<Record<string, string>> => {
  const { settle } = await openVisit(settlement, pieces, PSN_NO);
  const reply = await send(settlement, '2207', { data: { ...settle, ...more } });
  expect(reply.err_msg).toBeNull();
  return settled(reply);
};
const listed = async (which: string) => {
  const path = `${PATH}?unit=32&list=${which}`;
  const rows = (await settlement.call('GET', path, { as: province('32') })).body as unknown as Record<
    string,
    unknown
  >[];
  return rows.map(({ invoiceNumber }) => invoiceNumber);
};
const slip = { bank: '中国银行', serialNumber: 'S1', paidOn: '2025-08-01' };

describe('the same bill, spelled otherwise', () => {
  it('SET-17: an invoice is the same with or without its hyphen, in either case', async () => {
    const handed = bill('2000.00');
    expect(await byHand(handed)).toMatchObject({ status: 'settled' });
    const spelled = handed.invoiceNumber.toLowerCase().replace('-', '');
    expect(await byHand({ ...handed, invoiceNumber: spelled })).toMatchObject({ code: 'hand-claim.filed' });
    expect(await act(spelled, 'reversal', { reason: '票据作废' })).toMatchObject({ status: 'reversed' });
    const invono = nextInvoice();
    await settleDirectly(500, { invono: ` ${invono.replace('-', ' ').toLowerCase()}` });
    const direct = await byHand(bill('1.00', { invoiceNumber: invono }));
    expect(direct).toMatchObject({ code: 'hand-claim.settled-directly' });
    expect((await post('', bill('1.00', { invoiceNumber: '-----' })))['fields']).toEqual(['invoiceNumber']);
  });

  it('SET-17: a stay settled directly under one invoice is not paid by hand under another', async () => {
    const stay = await admit(settlement);
    await stay.lines('1', 1000);
    await stay.discharge('2025-08-01 16:00:00');
    const key = { ...credential, mdtrt_id: stay.visitId, psn_setlway: '01', acct_used_flag: '1' };
    const reply = await stay.send('2304', { data: { ...key, medfee_sumamt: '4520.00', invono: nextInvoice() } });
    expect(reply.err_msg).toBeNull();
    const same = stayed(amountOf(settled(reply), 'medfee_sumamt').toString(), '2025-08-01', '2025-08-01');
    expect(await byHand(same)).toMatchObject({ code: 'hand-claim.settled-directly' });
    expect((await stay.refund(settled(reply)['setl_id'])).infcode).toBe('0');
  });
});

describe('two claims by hand of one bill', () => {
  it('SET-17: a stay is paid by hand once, whatever its invoices; the next stay is another one', async () => {
    const first = stayed('5000.00', '2025-07-01', '2025-07-10');
    expect(await byHand(first)).toMatchObject({ status: 'settled' });
    expect(await byHand(stayed('4999.00', '2025-07-01', '2025-07-09'))).toMatchObject({ code: 'hand-claim.twice' });
    expect(await byHand(stayed('4999.00', '2025-07-09', '2025-07-12'))).toMatchObject({ code: 'hand-claim.twice' });
    expect(await byHand(stayed('4999.00', '2025-07-10', '2025-07-12'))).toMatchObject({ status: 'settled' });
  });

  it('SET-17: a bill paid on paper is not paid by the lines the hospital uploads of it later', async () => {
    const paper = bill('2712.00');
    expect(await byHand(paper)).toMatchObject({ status: 'settled' });
    const { visitId } = await openVisit(settlement, 600, PSN_NO);
    const lines = bill('2712.00', { visitId });
    expect(await byHand(lines)).toMatchObject({ code: 'hand-claim.twice', rule: 'SET-17' });
    await act(paper.invoiceNumber, 'reversal', { reason: '改按明细核定' });
    expect(await act(lines.invoiceNumber, 'settlement', { amounts: null })).toMatchObject({ status: 'settled' });
    // Two visits of a day, each with its invoice, are two.
    expect(await byHand(bill('33.00'))).toMatchObject({ status: 'settled' });
    expect(await byHand(bill('33.00'))).toMatchObject({ status: 'settled' });
  });
});

describe('a bill settled directly after all', () => {
  it('SET-17: is not paid by hand any more, and stands in a list until one of both is taken back', async () => {
    const [waiting, paid] = [bill('2000.00'), bill('2000.00')];
    const due = String((await byHand(waiting))['fundTotal']);
    const payable = String((await byHand(paid))['fundTotal']);
    expect(await act(paid.invoiceNumber, 'payment', { amount: payable, ...slip })).toMatchObject({ status: 'paid' });
    expect(await listed('settled-directly')).toEqual([]);
    const direct = await settleDirectly(100, { invono: waiting.invoiceNumber });
    await settleDirectly(101, { invono: paid.invoiceNumber });
    const refused = await act(waiting.invoiceNumber, 'payment', { amount: due, ...slip });
    expect(refused).toMatchObject({ code: 'hand-claim.settled-directly', rule: 'SET-17' });
    expect(refused['detail'] ?? refused['message']).toContain(direct['setl_id']);
    expect((await listed('settled-directly')).sort()).toEqual([paid.invoiceNumber, waiting.invoiceNumber].sort());
    await act(waiting.invoiceNumber, 'reversal', { reason: '已直接结算' });
    expect(await listed('settled-directly')).toEqual([paid.invoiceNumber]);
  });
});

describe('a bill that was never settled directly', () => {
  it('SET-17: is paid by hand although a later visit came to the same amount', async () => {
    await settleDirectly(700);
    expect(await byHand(bill('3164.00', { careFrom: '2025-07-15', careTo: '2025-07-15' }))).toMatchObject({
      status: 'settled',
    });
    expect(await byHand(bill('3164.00'))).toMatchObject({ code: 'hand-claim.settled-directly' });
  });
});

describe('what a claim by hand keeps', () => {
  it.each([
    ['diseaseCode', ID_NUMBER],
    ['visitId', ID_NUMBER],
    ['visitId', '张三'],
    ['batch', ID_NUMBER],
    ['batch', '张三 B1'],
  ])('SEC-02: no number or name of a citizen in %s', async (field, value) => {
    expect((await post('', bill('10.00', { [field]: value })))['fields']).toEqual([field]);
  });
});
