import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventStore, inWritingTransaction, type WriteTransaction } from '#event-store';
import { Money } from '#kernel';
import { testDatabase, type TestDatabase } from '#testing';
import { claimsProjection } from '../../../visit/queries/claims/claims.projection.js';
import { compareSide } from './compare.js';

const DAY = '2025-08-01';
let database: TestDatabase;
let store: EventStore;

beforeAll(async () => {
  database = await testDatabase('compare');
  const folder = new URL('../../../migrations/', import.meta.url);
  store = await EventStore.open({
    url: database.url,
    migrations: { owner: 'settlement', folder },
    projections: [claimsProjection],
  });
});

afterAll(async () => {
  await store.close();
  await database.drop();
});

/** What is done to the report of one claim; `nothing` leaves it as the nation knows it. */
const FAULTS = ['nothing', 'left-out', 'twice', 'other-state', 'total', 'fund', 'account', 'cash', 'invented'] as const;
type Fault = (typeof FAULTS)[number];
const CLASS_OF: Readonly<Record<Fault, string | null>> = {
  nothing: null,
  'left-out': 'one-sided',
  invented: 'one-sided',
  twice: 'duplicate',
  'other-state': 'state',
  ...{ total: 'amount', fund: 'amount', account: 'amount', cash: 'amount' },
};

interface Planted {
  readonly fault: Fault;
  readonly refund: boolean;
  readonly receiver: string;
  readonly payer: string;
  readonly fen: bigint;
}
const planted: fc.Arbitrary<Planted> = fc.record({
  fault: fc.constantFrom(...FAULTS),
  refund: fc.boolean(),
  receiver: fc.constantFrom('31', '11', '44'),
  payer: fc.constantFrom('32', '33', '66'),
  fen: fc.bigInt({ min: 1n, max: 10_000_000n }),
});

const yuan = (fen: bigint): string => Money.fromFen(fen).toString();

interface Reported {
  readonly claimId: string;
  readonly state: string;
  readonly amounts: readonly [total: bigint, fund: bigint, account: bigint, cash: bigint];
}

const truthOf = ({ fen, refund }: Planted, n: number): Reported => {
  const sign = refund ? -1n : 1n;
  const amounts = [fen * 4n, fen * 2n, fen, fen] as const;
  return {
    claimId: `C${n}`,
    state: refund ? 'refunded' : 'settled',
    amounts: [amounts[0] * sign, amounts[1] * sign, amounts[2] * sign, amounts[3] * sign],
  };
};

/** The amounts of a line in their order. */
const PARTS: readonly Fault[] = ['total', 'fund', 'account', 'cash'];

/** One cent more in one amount. */
function oneCentOff(truth: Reported, part: Fault): Reported {
  const [total, fund, account, cash] = truth.amounts;
  const more = (name: Fault): bigint => (name === part ? 1n : 0n);
  const amounts = [total + more('total'), fund + more('fund'), account + more('account'), cash + more('cash')] as const;
  return { ...truth, amounts };
}

/** The lines a side reports for one claim of ours. */
function report(one: Planted, n: number): readonly Reported[] {
  const truth = truthOf(one, n);
  if (PARTS.includes(one.fault)) return [oneCentOff(truth, one.fault)];
  if (one.fault === 'left-out') return [];
  if (one.fault === 'twice') return [truth, truth];
  if (one.fault === 'other-state') return [{ ...truth, state: one.refund ? 'settled' : 'refunded' }];
  return [truth];
}

async function insertClaim(tx: WriteTransaction, one: Planted, n: number): Promise<void> {
  const { claimId, amounts } = truthOf(one, n);
  await tx.query(
    `insert into read_claims.claim (claim_id, refund_of, visit_id, visit_kind, psn_no, scheme, insurance_type,
       insured_region, care_region, payer, receiver, institution_code, clearing_category, settled_on, settled_at, total,
       fund_total, account, cash, hospital_borne, message_id)
     values ($1, $2, 'V', 'outpatient', 'P', 'employee', '310', $3, $4, left($3, 2), left($4, 2), 'H', '11', $5, '',
       $6, $7, $8, $9, 0, 'M')`,
    [
      claimId,
      one.refund ? `of ${claimId}` : null,
      `${one.payer}0100`,
      `${one.receiver}0100`,
      DAY,
      ...amounts.map(yuan),
    ],
  );
}

async function insertLedger(
  tx: WriteTransaction,
  side: string,
  unit: string,
  lines: readonly Reported[],
): Promise<void> {
  await tx.query(
    `insert into ledger_upload (side, unit, business_date, revision, entries, total, digest, uploaded_by)
     values ($1, $2, $3, 1, $4, 0, '', 'test')`,
    [side, unit, DAY, lines.length],
  );
  for (const [line, { claimId, state, amounts }] of lines.entries()) {
    await tx.query(
      `insert into ledger_entry (side, unit, business_date, line, claim_id, state, total, fund_total, account, cash)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [side, unit, DAY, line, claimId, state, ...amounts.map(yuan)],
    );
  }
}

const unitOf = (one: Planted, side: 'care' | 'insured'): string => (side === 'care' ? one.receiver : one.payer);

/** Plants the faults in what one side reports and compares; every unit has reported but those who keep silent. */
async function compared(all: readonly Planted[], side: 'care' | 'insured', silent: string) {
  return inWritingTransaction(store.database, async (tx) => {
    await tx.query('truncate read_claims.claim, ledger_upload, ledger_entry');
    const units = new Set(all.map((one) => unitOf(one, side)).filter((unit) => unit !== silent));
    for (const [n, one] of all.entries()) if (one.fault !== 'invented') await insertClaim(tx, one, n);
    for (const unit of units) {
      const lines = all.flatMap((one, n) => (unitOf(one, side) === unit ? report(one, n) : []));
      await insertLedger(tx, side, unit, lines);
    }
    return compareSide(tx.query, side, DAY);
  });
}

describe('comparing a side with the nation', () => {
  it('REC-01: finds every planted fault, in its class and at its owner, and invents none', async () => {
    const side = fc.constantFrom('care' as const, 'insured' as const);
    const silent = fc.constantFrom('none', '31', '32');
    await fc.assert(
      fc.asyncProperty(fc.array(planted, { maxLength: 20 }), side, silent, async (all, of, who) => {
        const expected = all.flatMap((one, n) => {
          const owner = unitOf(one, of);
          const found = CLASS_OF[one.fault];
          return found === null || owner === who ? [] : [`${owner} C${n} ${found}`];
        });
        const found = await compared(all, of, who);
        expect(found.map(({ owner, claimId, class: kind }) => `${owner} ${claimId} ${kind}`).sort()).toEqual(
          expected.sort(),
        );
        expect(new Set(found.map(({ differenceId }) => differenceId)).size).toBe(found.length);
        expect(found.every(({ side: reported }) => reported === of)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('REC-01: a claim reported by the wrong unit is missing at one and too much at the other', async () => {
    const found = await inWritingTransaction(store.database, async (tx) => {
      await tx.query('truncate read_claims.claim, ledger_upload, ledger_entry');
      const one: Planted = { fault: 'nothing', refund: false, receiver: '31', payer: '32', fen: 100n };
      await insertClaim(tx, one, 1);
      await insertLedger(tx, 'care', '31', []);
      await insertLedger(tx, 'care', '44', report(one, 1));
      return compareSide(tx.query, 'care', DAY);
    });
    expect(found.map(({ owner, class: kind, detail }) => [owner, kind, detail])).toEqual([
      ['31', 'one-sided', '该侧无此结算'],
      ['44', 'one-sided', '国家侧无此结算'],
    ]);
    expect(new Set(found.map(({ differenceId }) => differenceId)).size).toBe(2);
  });

  it('REC-01, SET-20: a relative’s account that paid for a resident is no other fund in a list', async () => {
    const one: Planted = { fault: 'nothing', refund: false, receiver: '31', payer: '32', fen: 100n };
    const funds = [
      { code: '390101', column: 'basic', amount: '2.00' },
      { code: '310200', column: 'other', amount: '1.00' },
    ];
    const comparedTo = (parts: object) =>
      inWritingTransaction(store.database, async (tx) => {
        await tx.query('truncate read_claims.claim, ledger_upload, ledger_entry');
        await insertClaim(tx, one, 1);
        await insertLedger(tx, 'insured', '32', report(one, 1));
        await tx.query('update ledger_entry set parts = $1', [JSON.stringify(parts)]);
        return (await compareSide(tx.query, 'insured', DAY)).map(({ class: kind, detail }) => [kind, detail]);
      });
    await inWritingTransaction(store.database, (tx) =>
      tx.query(
        `insert into events (stream_id, stream_version, type, schema_version, data, metadata, occurred_at, hash)
         values ('visit-V', 1, 'ClaimSettled', 2, $1, '{}', now(), '')`,
        [JSON.stringify({ claim: { claimId: 'C1', hospitalBorne: '0.00', funds } })],
      ),
    );
    expect(await comparedTo({ basic: '2.00', other: '0.00', hospitalBorne: '0.00' })).toEqual([]);
    expect(await comparedTo({ basic: '1.00', other: '1.00' })).toEqual([
      ['amount', '其他0.00/1.00，基本医疗保险2.00/1.00'],
    ]);
  });
});
