import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inWritingTransaction } from '#event-store';
import {
  asked,
  CARD,
  idNumber,
  ID_NUMBER,
  insured,
  NAME,
  PHONE,
  province,
  registrationOn,
  type Registration,
} from './registration.js';

let registration: Registration;

beforeAll(async () => {
  registration = await registrationOn('2025-08-01');
});

afterAll(() => registration.end());

let persons = 0;
let psnNo = '';

beforeEach(async () => {
  persons += 1;
  psnNo = `3202000000000000${String(persons).padStart(4, '0')}`;
  await registration.enrol(psnNo);
});

const recordsNothing = async (act: () => Promise<unknown>): Promise<void> => {
  const before = await registration.events();
  await act();
  expect(await registration.events()).toBe(before);
};

describe('enrolment over REST', () => {
  const report = (body: object, as = province('32')) =>
    registration.service.call('POST', '/registration/insured-persons', { as, body });

  it('SET-21: refuses the persons whose number is wrong, by name of the field, and takes the others', async () => {
    const wrong = insured('P-wrong', { idNumber: `${ID_NUMBER.slice(0, 17)}A` });
    const { status, body } = await report({ unit: '32', persons: [wrong, insured('P-right')] });
    expect(status).toBe(200);
    expect(body).toMatchObject({ enrolled: 1, refused: [{ psnNo: 'P-wrong', rejection: { rule: 'SET-21' } }] });
  });

  it('SET-21: another person under a number that is taken is refused', async () => {
    const another = insured(psnNo, { idNumber: idNumber('32020219600501203') });
    expect((await report({ unit: '32', persons: [another] })).body).toMatchObject({
      ...{ enrolled: 0, refused: [{ psnNo, rejection: { code: 'person.number-taken', rule: 'SET-21' } }] },
    });
  });

  it('SET-21: one person is known by one number, also where it is reported in 15 places', async () => {
    const reported = async (number: string) =>
      (await report({ unit: '32', persons: [insured('P-old', { idNumber: number })] })).body;
    expect(await reported(`${ID_NUMBER.slice(0, 6)}${ID_NUMBER.slice(8, 17)}`)).toMatchObject({ enrolled: 1 });
    expect(await reported(ID_NUMBER)).toMatchObject({ enrolled: 1, refused: [] });
    const hashes = `select distinct data ->> 'idNumberHash' as hash from events where data ->> 'psnNo' in ('P-old', $1)`;
    expect(await registration.service.database.read(hashes, [psnNo])).toHaveLength(1);
  });

  it('SET-15: one number twice in a batch is refused as a whole', async () => {
    await recordsNothing(async () => {
      const { status, body } = await report({
        unit: '32',
        persons: [insured('P-two'), insured('P-two', { insuranceStatus: '2' })],
      });
      expect(status).toBe(400);
      expect(body).toMatchObject({ fields: ['persons'] });
    });
  });

  it('SEC-01: a province reports its own persons only', async () => {
    await recordsNothing(async () => {
      expect((await report({ unit: '32', persons: [insured('P-33')] }, province('33'))).status).toBe(403);
      const foreign = await report({ unit: '33', persons: [insured('P-33')] }, province('33'));
      expect(foreign).toMatchObject({ status: 400, body: { fields: ['persons.insuredRegion'] } });
    });
  });

  it('SEC-02: names, id numbers, cards and phones stand nowhere in the database and in no log', async () => {
    await registration.apply(asked(psnNo));
    const { database, log } = registration.service;
    const tables = await database.read<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    expect(tables.length).toBeGreaterThan(5);
    const rows: string[] = [];
    for (const { name } of tables) {
      const found = await database.read<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`);
      rows.push(...found.map(({ row }) => row));
    }
    expect(rows.filter((row) => row.includes(psnNo)).length).toBeGreaterThan(0);
    for (const secret of [NAME, ID_NUMBER, CARD, PHONE]) {
      expect(rows.filter((row) => row.includes(secret))).toEqual([]);
      expect(log()).not.toContain(secret);
    }
  });
});

describe('filing over REST', () => {
  it('REG-01: grants an application and shows it among the filings of the person', async () => {
    const { status, body } = await registration.apply(asked(psnNo));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ psnNo, state: 'approved', validFrom: '2025-08-01', validTo: null, owed: null },
    });
    expect((await registration.filings(psnNo)).body).toMatchObject([
      { filingId: body['filingId'], kind: 'long-term-resident', destination: '310000', endedOn: null },
    ]);
  });

  it('SET-15: the same request again is answered the same and done once; another body under its key conflicts', async () => {
    const first = await registration.apply(asked(psnNo), province('32'), 'again');
    await recordsNothing(async () => {
      expect(await registration.apply(asked(psnNo), province('32'), 'again')).toEqual(first);
      const other = await registration.apply(
        asked(psnNo, { kind: 'retiree-resettled', documents: [{ kind: 'household-book' }] }),
        province('32'),
        'again',
      );
      expect(other).toMatchObject({ status: 409, body: { rule: 'SET-15', fields: ['Idempotency-Key'] } });
    });
  });

  it('SET-15: ten of the same request at once make one filing', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => registration.apply(asked(psnNo), province('32'), 'at-once')),
    );
    expect(new Set(answers.map(({ body }) => body['filingId'])).size).toBe(1);
    expect((await registration.filings(psnNo)).body).toHaveLength(1);
  });

  it('REG-14: ten different applications at once leave one standing', async () => {
    const kinds = ['other-temporary', 'emergency'];
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => registration.apply(asked(psnNo, { kind: kinds[n % 2], documents: [] }))),
    );
    const filings = (await registration.filings(psnNo)).body as unknown as { endedOn: string | null }[];
    expect(filings).toHaveLength(10);
    expect(filings.filter(({ endedOn }) => endedOn === null)).toHaveLength(1);
  });

  const refused: readonly (readonly [rule: string, changes: object, field: string])[] = [
    ['REG-03', { documents: [] }, 'documents'],
    ['REG-04', { destination: '330000' }, 'destination'],
    ['REG-04', { destination: '320500' }, 'destination'],
    ['REG-09', { kind: 'referred', byPromise: true }, 'byPromise'],
    ['REG-01', { insuredRegion: '320500' }, 'insuredRegion'],
  ];

  it.each(refused)(
    '%s: refuses %j naming the rule and the field, and records nothing',
    async (rule, changes, field) => {
      await recordsNothing(async () => {
        const { status, body } = await registration.apply(asked(psnNo, changes));
        expect(status).toBe(422);
        expect(body).toMatchObject({ rule, fields: expect.arrayContaining([field]) });
        expect(body['detail']).toMatch(/[\u4e00-\u9fff]/);
      });
    },
  );

  it('REG-01: refuses a seventh kind, an unknown channel and an unknown field as bad requests', async () => {
    await recordsNothing(async () => {
      for (const [name, changes] of Object.entries({ kind: { kind: 'tourist' }, channel: { channel: 'fax' } })) {
        expect(await registration.apply(asked(psnNo, changes))).toMatchObject({
          status: 400,
          body: { fields: [name] },
        });
      }
      expect((await registration.apply(asked(psnNo, { gift: 1 }))).status).toBe(400);
    });
  });

  it('REG-08: cancels a temporary filing at once, a long-term one not within six months', async () => {
    const temporary = (await registration.apply(asked(psnNo, { kind: 'other-temporary', documents: [] }))).body;
    const body = { psnNo, insuredRegion: '320200' };
    expect((await registration.cancel(String(temporary['filingId']), body)).status).toBe(200);
    expect(await registration.cancel(String(temporary['filingId']), body)).toMatchObject({
      ...{ status: 422, body: { code: 'filing.ended', rule: 'REG-08' } },
    });
    const longTerm = (await registration.apply(asked(psnNo))).body;
    expect(await registration.cancel(String(longTerm['filingId']), body)).toMatchObject({
      ...{ status: 422, body: { code: 'filing.locked', rule: 'REG-08' } },
    });
    expect(await registration.cancel('BA0', body)).toMatchObject({ status: 404, body: { code: 'filing.unknown' } });
  });

  it('SEC-01: province 33 neither reads nor changes nor ends what province 32 has granted', async () => {
    const { body } = await registration.apply(asked(psnNo, { kind: 'other-temporary', documents: [] }));
    const filingId = String(body['filingId']);
    const other = province('33');
    await recordsNothing(async () => {
      expect((await registration.filings(psnNo, other)).status).toBe(403);
      expect((await registration.filings('32020000000000009999', other)).status).toBe(403);
      expect((await registration.cancel(filingId, { psnNo, insuredRegion: '320200' }, other)).status).toBe(403);
      expect((await registration.cancel(filingId, { psnNo, insuredRegion: '330100' }, other)).status).toBe(403);
      expect((await registration.apply(asked(psnNo), other)).status).toBe(403);
      const asTheirs = await registration.apply(asked(psnNo, { insuredRegion: '330100' }), other);
      expect(asTheirs).toMatchObject({ status: 422, body: { code: 'filing.not-insured' } });
    });
    expect((await registration.filings(psnNo)).body).toMatchObject([{ filingId, endedOn: null }]);
  });
});

describe('filings that run out', () => {
  const run = (asOf: string) =>
    registration.service.call('POST', '/ops/jobs/filings-day/runs', { body: { asOf } }).then(({ body }) => body);

  it('REG-07: days that were missed are made up, each filing ends on its own day, and a second run finds nothing', async () => {
    await run('2025-08-01');
    const { body: august } = await registration.apply(asked(psnNo, { kind: 'other-temporary', documents: [] }));
    await registration.enrol(`${psnNo}b`);
    await registration.service.setBusinessDate('2025-08-05');
    await registration.apply(asked(`${psnNo}b`, { kind: 'emergency', documents: [] }));
    expect(august['validTo']).toBe('2026-01-31');
    expect(await run('2026-01-31')).toMatchObject({ expired: 0 });
    await run('2026-03-01');
    expect((await registration.filings(psnNo)).body).toMatchObject([{ endedOn: '2026-02-01', endedCause: 'expired' }]);
    expect((await registration.filings(`${psnNo}b`)).body).toMatchObject([{ endedOn: '2026-02-05' }]);
    await recordsNothing(async () => expect(await run('2026-03-01')).toMatchObject({ expired: 0 }));
  });

  it('REG-14, SEC-03: verify holds for everything that happened here, and finds an overlap that was smuggled in', async () => {
    const verify = async () =>
      (await registration.service.call('POST', '/ops/verify')).body as unknown as { name: string; ok: boolean }[];
    expect((await verify()).filter(({ ok }) => !ok)).toEqual([]);
    await inWritingTransaction(registration.service.database, (tx) =>
      tx.query(`update read_filings.filing set ended_on = null where ended_cause = 'replaced'`),
    );
    expect((await verify()).map(({ ok }) => ok)).toEqual([true, false, false, true]);
  });
});
