import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeliveredMessage } from '#event-bus';
import { inWritingTransaction } from '#event-store';
import { planting } from '#testing';
import { claimsHandler } from '../src/claims/consumers/claims.handler.js';
import {
  claim,
  closed,
  confirmed,
  difference,
  inpatient,
  settled,
  startClearing,
  type ClearingUnderTest,
} from './month.js';

let clearing: ClearingUnderTest;

beforeAll(async () => {
  clearing = await startClearing();
  await clearing.send(settled(claim('A', '10.00')), settled(claim('B', '20.00')), confirmed(['A', 'B'], '2025-09-03'));
});

afterAll(() => clearing.end());

describe('what keeps a claim out of its month', () => {
  const figures = async () => (await clearing.service.call('GET', '/ops/figures')).body;
  const changed = planting(() => clearing.service.database);
  const added = (sign: string) =>
    `update claim_sum set claims = claims ${sign} 1, pool = pool ${sign} 10, payable = payable ${sign} 10;
     update claim set period = ${sign === '+' ? `'2025-08'` : 'null'} where claim_id = 'A';`;
  const on = (date: string) => `update confirmation set confirmed_on = '${date}' where claim_id = 'A'`;

  it.each([
    [
      'an open difference nobody found',
      `insert into difference (difference_id, claim_id) values ('x', 'A')`,
      `delete from difference where difference_id = 'x'`,
      'differences 2025-08 32→31',
    ],
    ['a confirmation of another day', on('2025-09-04'), on('2025-09-03'), 'claims 2025-08 32→31'],
    [
      'a claim taken out, its sum and its confirmation with it',
      `${added('-')} ${on('2099-01-01')}`,
      `${added('+')} ${on('2025-09-03')}`,
      'claims 2025-08 32→31',
    ],
  ])('CLR-02, SEC-03: %s is in the figures that settlement must agree with', async (_what, change, undo, name) => {
    const before = await figures();
    const after = await changed(change, undo, figures);
    const differing = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    expect(differing.filter((key) => before[key] !== after[key])).toEqual([name]);
    expect(await figures()).toEqual(before);
  });
});

describe('a refund whose claim nobody has told yet', () => {
  const SEPTEMBER = { settledOn: '2025-09-04', settledAt: '2025-09-04 10:00:00' };
  const periods = (ids: readonly string[]) =>
    clearing.service.database.read('select claim_id, period from claim where claim_id = any($1) order by 1', [ids]);

  it('SET-13, CLR-02: waits for it, by name, so that no money comes back before it went', async () => {
    await clearing.send(
      // A stay of a place no policy speaks of lies among the dead letters.
      settled(inpatient('Q', '40000.00', { insuredRegion: '999900' })),
      settled(inpatient('QR', '-40000.00', { refundOf: 'Q', ...SEPTEMBER })),
      settled(claim('RR', '-5.00', { refundOf: 'R', settledOn: '2025-08-12' })),
      confirmed(['Q', 'QR', 'R', 'RR'], '2025-09-10'),
    );
    expect(await clearing.service.database.read('select status from dead_letter')).toHaveLength(1);
    expect(await periods(['Q', 'QR', 'R', 'RR'])).toEqual([
      { claim_id: 'QR', period: null },
      { claim_id: 'RR', period: null },
    ]);
    const waiting = (await clearing.csv('/clearing/periods/2025-08/tables/waiting')).split('\n');
    expect(waiting).toContain('RR,江苏,上海,2025-08-12,-5.00,原结算尚未进入清算,,');
  });

  it('SET-13, CLR-02, AUD-02: enters with it or after it once it is told; a stay that is refunded already is held no more', async () => {
    await clearing.send(settled(inpatient('Q', '40000.00')), settled(claim('R', '5.00')));
    expect(await periods(['Q', 'QR', 'R', 'RR'])).toEqual([
      // Held but for its refund, which is of September: both are cleared there.
      { claim_id: 'Q', period: null },
      { claim_id: 'QR', period: '2025-09' },
      { claim_id: 'R', period: '2025-08' },
      { claim_id: 'RR', period: '2025-08' },
    ]);
    expect(await clearing.service.database.read('select claim_id, status, cause from read_holds.hold')).toEqual([
      { claim_id: 'Q', status: 'released', cause: 'refunded' },
    ]);
    expect(await clearing.verified()).toEqual([]);
  });
});

describe('a difference', () => {
  const FOUND = difference('', '').type;
  const CLOSED = closed('', '').type;

  /** What a claim becomes when these are told one after the other; each is where it stands in the log of settlement. */
  async function periodAfter(claimId: string, told: readonly (readonly [type: string, place: number])[]) {
    await clearing.send(settled(claim(claimId, '1.00')));
    for (const [type, place] of told) {
      const position = `000001.00000000000000000001.${String(place).padStart(19, '0')}`;
      const message = { type, position, data: { differenceId: `d-${claimId}`, claimId } };
      await inWritingTransaction(clearing.service.database, (tx) =>
        claimsHandler.apply(tx, [message as unknown as DeliveredMessage]),
      );
    }
    await clearing.send(confirmed([claimId], '2025-09-03'));
    const rows = await clearing.service.database.read<{ period: string | null }>(
      'select period from claim where claim_id = $1',
      [claimId],
    );
    return rows[0]?.period;
  }

  it.each([
    ['found', [[FOUND, 1]], null],
    [
      'found and closed',
      [
        [FOUND, 1],
        [CLOSED, 2],
      ],
      '2025-08',
    ],
    [
      'found by a message replayed after its end',
      [
        [CLOSED, 2],
        [FOUND, 1],
      ],
      '2025-08',
    ],
    [
      'that comes back',
      [
        [FOUND, 1],
        [CLOSED, 2],
        [FOUND, 3],
      ],
      null,
    ],
    [
      'that comes back before its first end is replayed',
      [
        [FOUND, 1],
        [FOUND, 3],
        [CLOSED, 2],
      ],
      null,
    ],
    [
      'closed for good before all that is replayed',
      [
        [CLOSED, 4],
        [FOUND, 3],
        [CLOSED, 2],
        [FOUND, 1],
      ],
      '2025-08',
    ],
  ] as const)(
    'REC-01: %s keeps its claim out as the last word has it, whatever the order of arrival',
    async (what, told, period) => {
      expect(await periodAfter(`C ${what}`, told)).toBe(period);
    },
  );

  it('REC-01, SEC-01: of one of its two sides keeps a claim out, of a province that has no part in it not', async () => {
    const owners = ['31', '32', '33'];
    const ids = owners.map((owner) => `S-${owner}`);
    await clearing.send(
      ...ids.map((id) => settled(claim(id, '1.00'))),
      ...owners.map((of) => difference(`d-${of}`, `S-${of}`, of)),
    );
    await clearing.send(confirmed(ids, '2025-09-03'));
    const rows = await clearing.service.database.read<{ period: string | null }>(
      `select period from claim where claim_id like 'S-%' order by claim_id`,
    );
    expect(rows.map(({ period }) => period)).toEqual([null, null, '2025-08']);
  });
});
