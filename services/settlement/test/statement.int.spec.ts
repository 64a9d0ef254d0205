import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Money } from '#kernel';
import type { ServiceUnderTest } from '#testing';
import { eventsRecorded, ID_NUMBER, nextMessageId, PSN_NO, SECRET, send } from './hospital.js';
import { province, settledDay, type Entry, type SettledDay } from './settled-day.js';

let settlement: ServiceUnderTest;
let running: SettledDay;
let claims: readonly Entry[];

beforeAll(async () => {
  running = await settledDay();
  ({ service: settlement, claims } = running);
});

afterAll(() => running.end());

describe('the statement of a hospital, 3201', () => {
  const statement = (changes: object = {}, msgid = nextMessageId()) => {
    const sum = (name: 'total' | 'fundTotal' | 'account') =>
      Money.sum(claims.map((claim) => Money.of(claim[name]))).toString();
    const data = {
      ...{ insutype: '310', clr_type: '11', setl_optins: '310115' },
      ...{ stmt_begndate: '2025-08-01', stmt_enddate: '2025-08-31', fixmedins_setl_cnt: String(claims.length) },
      ...{ medfee_sumamt: sum('total'), fund_pay_sumamt: sum('fundTotal'), acct_pay: sum('account') },
      ...changes,
    };
    return send(settlement, '3201', { data }, msgid);
  };
  const confirmed = async (): Promise<number> => {
    const [row] = await settlement.database.read<{ n: number }>(
      'select count(*)::integer as n from read_claims.claim where confirmed_on is not null',
    );
    return row?.n ?? 0;
  };

  it('REC-03: one cent or one claim off is not balanced, says both sides and confirms nothing', async () => {
    for (const off of [{ medfee_sumamt: '0.01' }, { fixmedins_setl_cnt: '4' }]) {
      const info = (await statement(off)).output?.['stmtinfo'];
      expect(info).toMatchObject({ stmt_rslt: '1', stmt_rslt_dscr: expect.stringMatching(/不平.*5笔/) });
    }
    expect(await confirmed()).toBe(0);
  });

  it('REC-03: over two months, or with another agency, it is refused', async () => {
    expect((await statement({ stmt_enddate: '2025-09-01' })).err_msg).toContain('REC-03');
    expect((await statement({ setl_optins: '320200' })).err_msg).toContain('REC-03');
    expect(await confirmed()).toBe(0);
  });

  it('REC-03: balanced, it confirms every claim and refund, once', async () => {
    const msgid = nextMessageId();
    expect((await statement({}, msgid)).output?.['stmtinfo']).toMatchObject({ stmt_rslt: '0', stmt_rslt_dscr: '平账' });
    expect(await confirmed()).toBe(5);
    const before = await eventsRecorded(settlement);
    expect((await statement({}, msgid)).output?.['stmtinfo']).toMatchObject({ stmt_rslt: '0' });
    expect((await statement()).output?.['stmtinfo']).toMatchObject({ stmt_rslt: '0' });
    expect(await eventsRecorded(settlement)).toBe(before);
  });
});

describe('reading a claim', () => {
  const read = (claimId: string, area: string) =>
    settlement.call('GET', `/settlement/claims/${claimId}`, {
      as: area === 'nation' ? { roles: ['national-agency'], area } : province(area),
    });

  it('SEC-01: is for the place of insurance, the place of care and the nation; 33 learns not even that it exists', async () => {
    const claimId = claims[0]?.claimId ?? '';
    for (const area of ['31', '32', 'nation']) {
      expect(await read(claimId, area)).toMatchObject({ status: 200, body: { claimId, payer: '32', receiver: '31' } });
    }
    const real = await read(claimId, '33');
    const none = await read('20250801000000000000000000', '33');
    expect([real.status, none.status]).toEqual([403, 403]);
    expect(real.body['detail']).toBe(none.body['detail']);
    expect(JSON.stringify(real.body)).not.toContain(claimId);
    expect((await read('20250801000000000000000000', 'nation')).status).toBe(404);
    expect((await settlement.call('GET', `/settlement/claims/${claimId}`, { as: null })).status).toBe(401);
  });

  it('SEC-02: names, id numbers and the secret of the hospital stand nowhere in the database and in no log', async () => {
    const { database, log } = settlement;
    const tables = await database.read<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const rows: string[] = [];
    for (const { name } of tables) {
      const found = await database.read<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
      rows.push(...found.map(({ row }) => row));
    }
    expect(rows.filter((row) => row.includes(PSN_NO)).length).toBeGreaterThan(0);
    for (const secret of ['王小明', ID_NUMBER, SECRET]) {
      expect(rows.filter((row) => row.includes(secret))).toEqual([]);
      expect(log()).not.toContain(secret);
    }
  });

  it('SEC-03: verify holds for everything that happened here', async () => {
    const { body } = await settlement.call('POST', '/ops/verify');
    expect((body as unknown as { ok: boolean }[]).filter(({ ok }) => !ok)).toEqual([]);
  });
});
