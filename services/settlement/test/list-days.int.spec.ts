import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { EventStore } from '#event-store';
import { settlementService } from '../src/index.js';
import { listRef } from '../src/reconciliation/domain/out-of-area-list.js';
import { HOSPITAL, send } from './hospital.js';
import { settledDay, type SettledDay } from './settled-day.js';

const MONTH = { trt_year: '2025', trt_month: '08' };
type Row = Record<string, string>;
let running: SettledDay;

beforeAll(async () => {
  running = await settledDay();
});

afterAll(() => running.end());

async function confirmOn(date: string, detail: readonly Row[]): Promise<void> {
  await running.service.setBusinessDate(date);
  const reply = await send(running.service, '3261', { data: { ...MONTH, totalrow: detail.length }, detail });
  expect(reply.err_msg).toBeNull();
}

/** A batch as it was recorded before its day was. */
async function submittedBefore(claimId: string): Promise<void> {
  const { url } = running.service.database;
  const store = await EventStore.open({ url, projections: settlementService.projections });
  const place = { institutionCode: HOSPITAL, month: '2025-08' };
  const ref = listRef(place.institutionCode, place.month);
  const data = { ...place, referenceId: 'R-before', included: [claimId], leftOut: [] };
  await store.write({
    ...{ streams: [ref], idempotency: null },
    metadata: {
      ...{ actor: 'institution:test', onBehalfOf: 'institution:test', reason: 'test', businessDate: '2025-09-19' },
      ...{ correlationId: 'test', causationId: null },
    },
    decide: () => ({
      kind: 'accepted',
      answer: null,
      events: [{ streamId: ref.id, event: { type: 'ListSubmitted', data } }],
    }),
  });
  await store.close();
}

it('REC-03, CLR-02: what a hospital confirms on the 20th is confirmed on the 20th, however late the evening job runs', async () => {
  const listed = await send(running.service, '3260', { data: { ...MONTH, startrow: 1 } });
  const rows = listed.output?.['data'] as unknown as readonly Row[];
  await confirmOn('2025-09-20', rows.slice(0, 2));
  await confirmOn('2025-09-21', rows.slice(2, 4));
  await submittedBefore(rows[4]?.['setl_sn'] ?? '');
  const run = await running.service.call('POST', '/ops/jobs/confirm-lists/runs', { body: { asOf: '2025-09-23' } });
  expect(run.body).toMatchObject({ lists: 3, claims: 5 });
  const balanced = await running.service.database.read(
    `select data ->> 'confirmedOn' as "confirmedOn", jsonb_array_length(data -> 'claimIds') as claims,
            metadata ->> 'businessDate' as "businessDate" from events where type = 'StatementBalanced' order by 1, 2`,
  );
  const businessDate = '2025-09-23';
  expect(balanced).toEqual([
    { confirmedOn: '2025-09-20', claims: 2, businessDate },
    { confirmedOn: '2025-09-21', claims: 2, businessDate },
    { confirmedOn: '2025-09-23', claims: 1, businessDate },
  ]);
  expect(
    await running.service.database.read(`select confirmed_on::text as "on" from read_claims.claim order by 1`),
  ).toEqual(['20', '20', '21', '21', '23'].map((day) => ({ on: `2025-09-${day}` })));
});
