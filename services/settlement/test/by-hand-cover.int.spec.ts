import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonEnrolled } from '#contracts';
import type { ServiceUnderTest } from '#testing';
import { filing, HOSPITAL, openVisit, person, registered, startSettlement } from './hospital.js';
import { province } from './settled-day.js';

const THERE = '320803';
const ENDED = '32080300000000000161';
const MOVED = '32080300000000000162';
const CHANGED = '32080300000000000163';
const RETIRED = '31000000000000000164';
const NOT_TOLD = '31000000000000000165';

let settlement: ServiceUnderTest;
let environment: Readonly<Record<string, string>>;
let end: () => Promise<void>;

const enrolled = (psnNo: string, changes: Partial<PersonEnrolled> = {}) =>
  registered(settlement, environment, { persons: [person({ psnNo, insuredRegion: THERE, ...changes })] });

beforeAll(async () => {
  ({ settlement, environment, end } = await startSettlement());
  await registered(settlement, environment, {
    persons: [ENDED, MOVED, CHANGED].map((psnNo) => person({ psnNo, insuredRegion: THERE })),
    filings: [ENDED, CHANGED].map((psnNo) => filing({ psnNo, insuredRegion: THERE, filingId: `BA-${psnNo}` })),
  });
});
afterAll(() => end());

const PATH = '/settlement/claims-by-hand';
const WHOLE = { inScope: '2000.00', classBPrepay: '0.00', overLimit: '0.00', selfPay: '0.00' };
const VERIFIED = { insuranceType: '310', reason: '就医当日参保正常，已核对缴费记录' };
let invoices = 0;
const bill = (psnNo: string, changes: object = {}) => ({
  ...{ insuredRegion: THERE, psnNo, institutionCode: HOSPITAL, invoiceNumber: `3107-${10_000 + (invoices += 1)}` },
  ...{ visitKind: 'outpatient', careFrom: '2025-08-01', careTo: '2025-08-01', total: '2000.00', cause: 'network' },
  ...{ papers: ['invoice', 'fee-list', 'prescription'] },
  ...changes,
});
const post = async (path: string, body: object, area = '32') =>
  (await settlement.call('POST', `${PATH}${path}`, { as: province(area), body })).body;
const act = (invoice: string, what: string, body: object) => post(`/32/${HOSPITAL}/${invoice}/${what}`, body);
const settle = (invoice: string) => act(invoice, 'settlement', { amounts: WHOLE });
const usedFrom = async (claimNo: string) =>
  (
    await settlement.database.read<{ id: string }>(
      `select stream_id as id from events where type = 'BenefitUsed' and data->>'claimId' like '%' || $1`,
      [claimNo.replace('-', '')],
    )
  ).map(({ id }) => id);

describe('a claim by hand of somebody whose cover has ended since', () => {
  it('SET-08, SET-18: a death is paid although the enrolment is ended, once the agency has verified the day of the care', async () => {
    await enrolled(ENDED, { insuranceStatus: '4' });
    const death = { cause: 'death', emergency: true, died: true };
    const papers = ['invoice', 'fee-list', 'diagnosis', 'death-certificate'];
    const { invoiceNumber } = bill(ENDED);
    expect(await post('', bill(ENDED, { ...death, papers, invoiceNumber }))).toMatchObject({ status: 'received' });
    expect(await settle(invoiceNumber)).toMatchObject({ code: 'hand-claim.not-payable', rule: 'SET-18' });
    const unheard = { ...VERIFIED, insuranceType: '390' };
    expect(await act(invoiceNumber, 'cover', unheard)).toMatchObject({ code: 'hand-claim.cover-untold' });
    expect((await act(invoiceNumber, 'cover', { ...VERIFIED, reason: ' ' }))['fields']).toEqual(['reason']);
    expect(await act(invoiceNumber, 'cover', VERIFIED)).toMatchObject({ status: 'received' });
    const [recorded] = await settlement.database.read<{ data: object; actor: string }>(
      `select data, metadata->>'actor' as actor from events where type = 'HandClaimCoverVerified'`,
    );
    expect(recorded).toMatchObject({ data: { ...VERIFIED, on: '2025-08-01' }, actor: expect.stringMatching(/^user:/) });
    expect(await settle(invoiceNumber)).toMatchObject({ status: 'settled', fundTotal: '910.00' });
    expect(await act(invoiceNumber, 'cover', VERIFIED)).toMatchObject({ code: 'hand-claim.not-open' });
  });
});

describe('a claim by hand of somebody who has moved since', () => {
  const THEN = { insuredRegion: '330100', insuranceType: '390' };

  it('SET-19, SEC-01: is paid by place and scheme of the day of the care; who never was insured there is unknown', async () => {
    const before = bill(MOVED);
    await post('', before);
    await enrolled(MOVED, THEN);
    expect(await settle(before.invoiceNumber)).toMatchObject({ code: 'hand-claim.moved', rule: 'SET-19' });
    expect(await post('', bill(MOVED))).toMatchObject({ code: 'hand-claim.moved' });
    const elsewhere = bill(MOVED, { insuredRegion: '440100', coverOnCareDay: VERIFIED });
    expect(await post('', elsewhere, '44')).toMatchObject({ code: 'person.unknown' });
    const after = bill(MOVED, { coverOnCareDay: VERIFIED });
    expect(await post('', after)).toMatchObject({ status: 'received' });
    // REG-12: a filing made at the new place says nothing of care at the old one.
    const later = { psnNo: MOVED, filingId: 'BA-NEW', validFrom: '2025-07-01' };
    await registered(settlement, environment, { filings: [filing({ ...later, insuredRegion: THEN.insuredRegion })] });
    expect(await settle(after.invoiceNumber)).toMatchObject({ code: 'filing.required' });
    await registered(settlement, environment, {
      filings: [filing({ ...later, filingId: 'BA-OLD', insuredRegion: THERE })],
    });
    expect(await settle(after.invoiceNumber)).toMatchObject({ fundTotal: '910.00' });
    expect(await usedFrom(after.invoiceNumber)).toEqual([`benefit-${MOVED}-310-2025`]);
    await act(before.invoiceNumber, 'cover', VERIFIED);
    expect(await settle(before.invoiceNumber)).toMatchObject({ fundTotal: '1300.00' });
  });

  it('SET-19: the visit the bill names tells the scheme of that day, whatever it is now', async () => {
    const { visitId } = await openVisit(settlement, 400, CHANGED);
    await enrolled(CHANGED, { insuranceType: '390', personType: '14' });
    const named = bill(CHANGED, { visitId, total: '1808.00' });
    await post('', named);
    const other = await act(named.invoiceNumber, 'settlement', {});
    expect(other).toMatchObject({ code: 'hand-claim.other-pool', rule: 'SET-19' });
    expect(await act(named.invoiceNumber, 'cover', VERIFIED)).toMatchObject({ status: 'received' });
    expect(await act(named.invoiceNumber, 'settlement', {})).toMatchObject({ status: 'settled' });
    expect(await usedFrom(named.invoiceNumber)).toEqual([`benefit-${CHANGED}-310-2025`]);
  });

  it('SET-01, SET-19: what the former place told of the person counts, not what the present one tells', async () => {
    const shanghai = { insuredRegion: '310000' };
    await registered(settlement, environment, {
      persons: [RETIRED, NOT_TOLD].map((psnNo) => person({ psnNo, ...shanghai })),
      filings: [RETIRED, NOT_TOLD].map((psnNo) =>
        filing({ psnNo, ...shanghai, destination: '320000', filingId: `BA-${psnNo}` }),
      ),
    });
    await registered(settlement, environment, {
      persons: [person({ psnNo: RETIRED, ...shanghai, retiredOn: '2000-12-31' })],
    });
    await registered(settlement, environment, {
      persons: [person({ psnNo: RETIRED, ...THEN }), person({ psnNo: NOT_TOLD, ...THEN, retiredOn: '2000-12-31' })],
    });
    const hospital = 'H32020000077';
    const paid = async (psnNo: string): Promise<unknown> => {
      const stay = bill(psnNo, {
        ...{ ...shanghai, institutionCode: hospital, careRegion: '320200', settlementLevel: '3', total: '20000.00' },
        ...{ visitKind: 'inpatient', coverOnCareDay: VERIFIED },
        papers: ['invoice', 'fee-list', 'diagnosis'],
      });
      expect(await post('', stay, '31')).toMatchObject({ status: 'received' });
      const path = `/31/${hospital}/${stay.invoiceNumber}/settlement`;
      const settled = await post(path, { amounts: { ...WHOLE, inScope: '20000.00' } }, '31');
      return settled['fundTotal'];
    };
    // Deductibles of 700 and 1,200, the rest at 92%.
    expect([await paid(RETIRED), await paid(NOT_TOLD)]).toEqual(['17756.00', '17296.00']);
  });
});
