import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csv, enrolMany, errorsOf, HEADER, row, send, WITH_REFERRAL } from './imports.js';
import { ID_NUMBER, province, registrationOn, type Registration } from './registration.js';

let registration: Registration;
const url = (): string => registration.service.url;
const persons = Array.from({ length: 40 }, (_, n) => `32IMP${String(n).padStart(3, '0')}`);

beforeAll(async () => {
  registration = await registrationOn('2025-08-01');
  await enrolMany(registration, persons);
}, 120_000);

afterAll(() => registration.end());

const filingsOf = async (psnNo: string) =>
  (await registration.filings(psnNo)).body as unknown as Record<string, unknown>[];
const imported = (sent: { body: Record<string, unknown> }): string => {
  const { accepted, refused, committedLine, state } = sent.body;
  return `${String(state)} at ${String(committedLine)}: ${String(accepted)} taken, ${String(refused)} refused`;
};

describe('import of filings', () => {
  it('REG-01, REG-04, REG-09, REG-14, SEC-01: good rows are granted with their own dates, each bad one is told with line, field and reason', async () => {
    const file = csv(
      row('32IMP000'),
      row('32IMP001', { byPromise: 'true', documents: '', owedUntil: '2025-09-01', channel: 'window' }),
      row('32IMP002', { kind: 'tourist', destination: '9', appliedOn: '2025-02-30' }),
      '',
      row('32IMP003', { destination: '320500' }),
      row('NOBODY'),
      row('32IMP004', { insuredRegion: '330100' }),
      row('32IMP000', { kind: 'other-temporary', documents: '', validTo: '2025-09-01' }),
      row('32IMP005', { validTo: '2025-02-28' }),
      row('32IMP006', { kind: 'other-temporary', documents: '', validTo: '=1+1' }),
      `${row('32IMP007')},surplus`,
      row('32IMP008', { documents: 'passport' }),
      row('"32IMP009"'),
      row('"32IMP010'),
      row('32IMP011', { destination: '-310000' }),
      row('32IMP012', { kind: ID_NUMBER }),
    );
    const sent = await send(url(), { importId: 'mixed' }, file);
    expect(sent).toMatchObject({ status: 200 });
    expect(imported(sent)).toBe('finished at 17: 3 taken, 12 refused');
    const [granted] = await filingsOf('32IMP000');
    const expected = MIXED.map((line) => line.replace('{first}', String(granted?.['filingId'])));
    expect(await errorsOf(url(), 'mixed')).toBe(`\ufeff${expected.join('\r\n')}\r\n`);
    expect(await filingsOf('32IMP000')).toMatchObject([
      { validFrom: '2025-03-01', validTo: null, channel: 'import', owed: null, appliedOn: '2025-03-01' },
    ]);
    expect(await filingsOf('32IMP001')).toMatchObject([{ channel: 'window', owed: { until: '2025-09-01' } }]);
    expect(await filingsOf('32IMP009')).toHaveLength(1);
  });

  it('REG-03, REG-14: optional columns carry the referral certificate', async () => {
    const good = `${row('32IMP013', { kind: 'referred', documents: 'referral-certificate', validTo: '2025-08-31' })},,H32,3,320200,C34,2025-02-20`;
    const bad = `${row('32IMP014', { kind: 'referred', documents: '', validTo: '2025-08-31' })},,,4,320200,,2025-03-02`;
    const sent = await send(url(), { importId: 'referrals' }, `${WITH_REFERRAL}\n${good}\n${bad}\n`);
    expect(imported(sent)).toBe('finished at 3: 1 taken, 1 refused');
    const fields = (await errorsOf(url(), 'referrals')).split('\r\n').map((line) => line.split(',')[1]);
    expect(fields).toEqual(['field', 'referralDiagnosis', 'referralLevel', undefined]);
    const [event] = await registration.service.database.read<{ referral: object }>(
      `select data->'referral' as referral from events where stream_id = 'filings-32IMP013'`,
    );
    expect(event?.referral).toEqual({
      ...{ institutionCode: 'H32', level: '3', region: '320200', diagnosis: 'C34', issuedOn: '2025-02-20' },
    });
  });

  it('SET-15: the same file again, whole or from any line, changes nothing', async () => {
    const file = csv(row('32IMP015'), row('32IMP016'), row('NOBODY'));
    const first = await send(url(), { importId: 'twice' }, file);
    const events = await registration.events();
    expect(await send(url(), { importId: 'twice' }, file)).toEqual(first);
    expect(await send(url(), { importId: 'twice', fromLine: 3 }, csv(row('32IMP016'), row('NOBODY')))).toEqual(first);
    expect(await registration.events()).toBe(events);
    // Under another number the same rows meet themselves (REG-14).
    expect(imported(await send(url(), { importId: 'thrice' }, file))).toBe('finished at 4: 0 taken, 3 refused');
    expect(await registration.events()).toBe(events);
  });

  it('SET-15: parts go on where the last one ended; a gap, another header and rows after the end are conflicts', async () => {
    const part = (fromLine: number, ...rows: string[]) =>
      send(url(), { importId: 'parts', fromLine, more: true }, csv(...rows));
    expect(imported(await part(2, row('32IMP017')))).toBe('open at 2: 1 taken, 0 refused');
    expect(await part(4, row('32IMP018'))).toMatchObject({ status: 409, body: { fields: ['fromLine'] } });
    const other = `${HEADER},student\n${row('32IMP018')},\n`;
    expect(await send(url(), { importId: 'parts', fromLine: 3 }, other)).toMatchObject({ status: 409 });
    expect(imported(await part(3, row('32IMP018')))).toBe('open at 3: 2 taken, 0 refused');
    const end = await send(url(), { importId: 'parts', fromLine: 4 }, `${HEADER}\n`);
    expect(imported(end)).toBe('finished at 3: 2 taken, 0 refused');
    expect(await part(4, row('32IMP019'))).toMatchObject({ status: 409 });
    expect(await filingsOf('32IMP019')).toEqual([]);
  });

  it('reads GB18030 by itself or when told, and UTF-8 with a byte order mark', async () => {
    const gb = (psnNo: string) =>
      Buffer.concat([
        Buffer.from(
          `${WITH_REFERRAL}\n${row(psnNo, { kind: 'referred', documents: '', validTo: '2025-08-31' })},,,3,320200,`,
        ),
        Buffer.from([0xb7, 0xce, 0xb0, 0xa9]),
        Buffer.from(',2025-02-20\n'),
      ]);
    expect((await send(url(), { importId: 'gb' }, gb('32IMP020'))).body).toMatchObject({
      accepted: 1,
      encoding: 'gb18030',
    });
    expect((await send(url(), { importId: 'gb-told', encoding: 'gb18030' }, gb('32IMP021'))).body).toMatchObject({
      accepted: 1,
    });
    const [event] = await registration.service.database.read<{ diagnosis: string }>(
      `select data->'referral'->>'diagnosis' as diagnosis from events where stream_id = 'filings-32IMP020'`,
    );
    expect(event?.diagnosis).toBe('肺癌');
    const told = await send(url(), { importId: 'not-utf-8', encoding: 'utf-8' }, gb('32IMP022'));
    expect(imported(told)).toBe('finished at 2: 0 taken, 1 refused');
    expect((await send(url(), { importId: 'bom' }, `\ufeff${csv(row('32IMP022'))}`)).body).toMatchObject({
      accepted: 1,
    });
  });

  it('SEC-01: another province neither imports for this one nor sees its imports', async () => {
    await send(url(), { importId: 'ours' }, csv(row('32IMP023')));
    const other = province('33');
    expect((await send(url(), { importId: 'theirs' }, csv(row('32IMP024')), other)).status).toBe(403);
    expect((await send(url(), { importId: 'ours', unit: '33' }, csv(row('32IMP024')), other)).status).toBe(403);
    const rows = await send(url(), { importId: 'theirs', unit: '33' }, csv(row('32IMP024')), other);
    expect(imported(rows)).toBe('finished at 2: 0 taken, 1 refused');
    expect(await errorsOf(url(), 'theirs', other)).toContain('2,insuredRegion,320200,SEC-01,import.other-unit,');
    const get = (path: string, as = other) =>
      registration.service.call('GET', `/registration/filings/imports/${path}`, { as });
    expect((await get('ours')).status).toBe(403);
    expect((await get('ours/errors')).status).toBe(403);
    expect((await get('none')).status).toBe(404);
    expect((await get('ours', province('32'))).body).toMatchObject({ unit: '32', state: 'finished', accepted: 1 });
    const city = { roles: ['city-agency' as const], area: '32', city: '320200' };
    expect((await send(url(), { importId: 'city' }, csv(row('32IMP024')), city)).status).toBe(403);
    expect(await filingsOf('32IMP024')).toEqual([]);
  });

  it('a check tells what an import would, records no filing, and can be made again', async () => {
    const events = await registration.events();
    const file = csv(row('32IMP025'), row('32IMP026'), row('32IMP025'), row('NOBODY'));
    for (let time = 0; time < 2; time += 1) {
      const sent = await send(url(), { importId: 'check', checkOnly: true }, file);
      expect(imported(sent)).toBe('finished at 5: 2 taken, 2 refused');
    }
    expect((await errorsOf(url(), 'check')).match(/REG-14|REG-01/g)).toEqual(['REG-14', 'REG-01']);
    expect(await registration.events()).toBe(events);
    expect(await registration.service.database.read('select * from filing_import_checked')).toEqual([]);
    expect((await send(url(), { importId: 'check' }, file)).status).toBe(409);
  });

  it('a check holds rows of a later part against those of an earlier one', async () => {
    const part = (fromLine: number, more: boolean, psnNo: string) =>
      send(url(), { importId: 'check-parts', checkOnly: true, fromLine, more }, csv(row(psnNo)));
    await part(2, true, '32IMP027');
    await part(3, true, '32IMP028');
    expect(imported(await part(4, false, '32IMP027'))).toBe('finished at 4: 2 taken, 1 refused');
  });

  it('REG-14: a check holds rows of one part against those of the batches before, written or on their way', async () => {
    const blank = Array.from({ length: 3_999 }, () => '');
    const rows = ['32IMP030', '32IMP030', '32IMP031', '32IMP030', '32IMP031'];
    const file = csv(...rows.flatMap((psnNo) => [row(psnNo), ...blank]));
    expect(imported(await send(url(), { importId: 'check-batches', checkOnly: true }, file))).toBe(
      'finished at 20001: 2 taken, 3 refused',
    );
    expect((await errorsOf(url(), 'check-batches')).match(/^\d+/gm)).toEqual(['4002', '12002', '16002']);
  });

  it.each([
    ['no header', '', 'header'],
    ['a missing column', 'psnNo,kind\n32IMP029,emergency\n', 'insuredRegion'],
    ['an unknown column', `${HEADER},name\n${row('32IMP029')},x\n`, 'header'],
    ['a column twice', `${HEADER},kind\n${row('32IMP029')},x\n`, 'header'],
  ])('refuses a file with %s as a whole', async (_what, file, field) => {
    const { status, body } = await send(url(), { importId: 'refused' }, file);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body).toMatchObject({ fields: expect.arrayContaining([field]) });
    expect((await registration.service.call('GET', '/registration/filings/imports/refused')).status).toBe(403);
  });

  it('refuses anything but CSV', async () => {
    const as = province('32');
    const path = '/registration/filings/imports?unit=32&importId=json';
    expect((await registration.service.call('POST', path, { as, body: {} })).status).toBe(400);
  });

  it('REG-14, SEC-03: verify holds for everything that was imported', async () => {
    const { body } = await registration.service.call('POST', '/ops/verify');
    expect((body as unknown as { name: string; ok: boolean }[]).filter(({ ok }) => !ok)).toEqual([]);
  });
});

const KINDS = 'retiree-resettled、long-term-resident、posted-worker、referred、emergency、other-temporary';
const PAPERS =
  'household-book、residence-permit、posting-letter、employer-letter、labour-contract、referral-certificate、emergency-certificate、student-proof、promise-letter、identity、other';
const SHAPE = 'FORMAT,import.columns,列数与表头不符，或引号不成对；每行一条，内容中不能换行';

const MIXED = [
  'line,field,value,rule,code,reason',
  '4,appliedOn,2025-02-30,FORMAT,import.appliedOn,须为日期YYYY-MM-DD',
  `4,kind,tourist,REG-01,import.kind,须为${KINDS}之一`,
  '4,destination,9,REG-04,import.destination,须为六位区划代码，且属于32个清算单位',
  '6,destination,320500,REG-04,filing.same-unit,备案地与参保地属同一省级单位，无需跨省备案',
  '7,psnNo,,REG-01,filing.not-insured,该人员未在所填参保地参保，请先报送参保登记或核对人员编号',
  '8,insuredRegion,330100,SEC-01,import.other-unit,参保地不属于报送单位，无权导入',
  '9,validFrom,2025-03-01,REG-14,import.overlap,与该人员另一有效备案{first}的有效期重叠',
  '10,validTo,2025-02-28,REG-06,import.dates-reversed,截止日期不能早于开始日期',
  "11,validTo,'=1+1,FORMAT,import.validTo,须为日期YYYY-MM-DD",
  `12,,,${SHAPE}`,
  `13,documents,passport,REG-03,import.documents,须为材料类别，以|分隔：${PAPERS}`,
  `15,,,${SHAPE}`,
  '16,destination,-310000,REG-04,import.destination,须为六位区划代码，且属于32个清算单位',
  `17,kind,,REG-01,import.kind,须为${KINDS}之一`,
];
