import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, changesNothing, download, exe, jpeg, papers, pdf, png, stored, upload } from './documents.js';
import { province, registrationOn, type Registration } from './registration.js';

const MIB = 1024 * 1024;
const LIMIT_BYTES = 10 * MIB;

let registration: Registration;
let persons = 0;
let psnNo = '';

beforeAll(async () => {
  registration = await registrationOn('2025-08-01');
});
afterAll(() => registration.end());
beforeEach(async () => {
  persons += 1;
  psnNo = `3202000000000077${String(persons).padStart(4, '0')}`;
  await registration.enrol(psnNo);
});

describe('storing papers', () => {
  it('REG-20: stores a promise letter with type, size, hash and the last day it is kept, and gives it back', async () => {
    const { status, body } = await upload(registration, psnNo, { fields: { purpose: '补充承诺' } });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        ...{ documentId: expect.stringMatching(/^WJ32\d{20}$/), psnNo, insuredRegion: '320200', purpose: '补充承诺' },
        ...{ kind: 'promise-letter', mediaType: 'application/pdf', bytes: pdf().length },
        ...{ hash: expect.stringMatching(/^sm3:[0-9a-f]{64}$/), storedOn: '2025-08-01', keptUntil: '2027-08-01' },
      },
    });
    const documentId = String(body['documentId']);
    const facts = { ...body, insuredUnit: '32', deletedOn: null, deletedReason: null };
    expect((await ask(registration, 'GET', `documents/${documentId}`)).body).toEqual(facts);
    expect((await ask(registration, 'GET', `persons/${psnNo}/documents`)).body).toEqual([facts]);
    const content = await download(registration, documentId);
    expect(content.bytes.equals(pdf())).toBe(true);
    expect(Object.fromEntries(content.headers)).toMatchObject({
      ...{ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
      'content-disposition': `attachment; filename="${documentId}.pdf"`,
      'content-length': String(pdf().length),
    });
  });

  it('REG-20: in Huai’an a letter is kept three years', async () => {
    psnNo = `${psnNo}h`;
    await registration.enrol(psnNo, { insuredRegion: '320800' });
    const { body } = await upload(registration, psnNo, { fields: { insuredRegion: '320800' } });
    expect(body).toMatchObject({ keptUntil: '2028-08-01' });
  });

  it('REG-20: tells the type from the content, whatever name and type are claimed', async () => {
    const claimed = { name: 'a.exe', type: 'application/x-msdownload' };
    for (const [file, mediaType] of [
      [png(), 'image/png'],
      [jpeg(), 'image/jpeg'],
      [pdf(), 'application/pdf'],
    ] as const) {
      const { status, body } = await upload(registration, psnNo, { file, ...claimed });
      expect({ status, mediaType: body['mediaType'] }).toEqual({ status: 200, mediaType });
    }
  });

  it('SET-15: the same request again is answered the same and stores once; another file under its key conflicts', async () => {
    const first = await upload(registration, psnNo, { key: 'again' });
    await changesNothing(registration, async () => {
      expect(await upload(registration, psnNo, { key: 'again' })).toEqual(first);
      for (const other of [{ file: pdf('另一份') }, { fields: { kind: 'identity' } }]) {
        const conflict = await upload(registration, psnNo, { key: 'again', ...other });
        expect(conflict).toMatchObject({ status: 409, body: { rule: 'SET-15' } });
      }
    });
    expect((await download(registration, String(first.body['documentId']))).bytes.equals(pdf())).toBe(true);
  });

  it('SET-15: ten of the same request at once store one paper', async () => {
    const before = (await papers(registration)).length;
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => upload(registration, psnNo, { key: 'at-once' })),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${String(body['documentId'])}`)).size).toBe(1);
    expect((await papers(registration)).length).toBe(before + 1);
    expect((await download(registration, String(answers[0]?.body['documentId']))).bytes.equals(pdf())).toBe(true);
  });

  it('REG-20: takes a file of exactly the limit, and answers one a byte longer with 413 and the limit', async () => {
    const file = Buffer.concat([pdf(), Buffer.alloc(LIMIT_BYTES - pdf().length)]);
    const documentId = await stored(registration, psnNo, { file });
    expect((await download(registration, documentId)).bytes.equals(file)).toBe(true);
    await changesNothing(registration, async () => {
      for (const longer of [1, 20 * MIB]) {
        const refused = await upload(registration, psnNo, { file: Buffer.concat([file, Buffer.alloc(longer)]) });
        expect(refused).toMatchObject({ status: 413, body: { rule: 'REG-20', fields: ['file'] } });
        expect(refused.body['detail']).toContain('10MB');
      }
    });
  });
});

describe('papers that are not taken', () => {
  const contents: readonly (readonly [what: string, file: Buffer, code: string])[] = [
    ['a program', exe(), 'document.type'],
    ['a page', Buffer.from('<!DOCTYPE html><script>alert(1)</script>'), 'document.type'],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'document.type'],
    ['an archive', Buffer.from('504b0304140000000800', 'hex'), 'document.type'],
    ['a GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), 'document.type'],
    ['text', Buffer.from('承诺书'), 'document.type'],
    ['nothing', Buffer.alloc(0), 'document.empty'],
  ];

  it.each(contents)('REG-20: refuses %s that is called a PDF, and keeps nothing of it', async (_, file, code) => {
    await changesNothing(registration, async () => {
      const { status, body } = await upload(registration, psnNo, { file });
      expect({ status, body }).toMatchObject({ status: 422, body: { code, rule: 'REG-20', fields: ['file'] } });
      if (code === 'document.type') expect(body['detail']).toContain('PDF');
    });
  });

  it('REG-20: refuses a form without a file, with two, with a field twice, wrong or unknown, by name', async () => {
    const blob = new Blob([new Uint8Array(pdf())]);
    const wrong: readonly (readonly [sent: Parameters<typeof upload>[2], field: string])[] = [
      [{ file: null }, 'file'],
      [{ change: (form) => form.append('file', blob, 'b.pdf') }, 'file'],
      [{ file: null, change: (form) => form.append('paper', blob, 'b.pdf') }, 'file'],
      [{ change: (form) => form.append('insuredRegion', '330100') }, 'insuredRegion'],
      [{ fields: { kind: 'photo' } }, 'kind'],
      [{ fields: { insuredRegion: '32' } }, 'insuredRegion'],
      [{ fields: { insuredRegion: '990000' } }, 'insuredRegion'],
      [{ fields: { purpose: 'x'.repeat(101) } }, 'purpose'],
      [{ fields: { purpose: 'x'.repeat(2000) } }, 'purpose'],
      [{ fields: { gift: '1' } }, 'gift'],
    ];
    await changesNothing(registration, async () => {
      for (const [sent, field] of wrong) {
        const { status, body } = await upload(registration, psnNo, sent);
        expect([400, 422]).toContain(status);
        expect(body).toMatchObject({ fields: [field] });
        expect(body['detail']).toMatch(/[\u4e00-\u9fff]/);
      }
      const asJson = await registration.service.call('POST', '/registration/documents', {
        ...{ as: province('32'), body: { psnNo } },
      });
      expect(asJson).toMatchObject({ status: 415, body: { code: 'http.not-multipart' } });
    });
  });

  it('SEC-01: refuses a person insured elsewhere, and takes out again what was put in before', async () => {
    await changesNothing(registration, async () => {
      for (const [person, insuredRegion] of [
        [psnNo, '320500'],
        ['P-nobody', '320200'],
      ] as const) {
        const refused = await upload(registration, person, { fields: { insuredRegion } });
        expect(refused).toMatchObject({ status: 422, body: { code: 'document.not-insured', rule: 'SEC-01' } });
      }
    });
  });
});

describe('papers of another province', () => {
  it('SEC-01: province 33 gets 403 on every route, also by number, and learns not even what is there', async () => {
    const documentId = await stored(registration, psnNo);
    const other = { as: province('33') };
    await changesNothing(registration, async () => {
      expect((await upload(registration, psnNo, other)).status).toBe(403);
      for (const number of [documentId, `WJ32${'0'.repeat(20)}`]) {
        expect((await ask(registration, 'GET', `documents/${number}`, other)).status).toBe(403);
        expect((await ask(registration, 'DELETE', `documents/${number}`, other)).status).toBe(403);
        expect((await download(registration, number, other.as)).status).toBe(403);
      }
      expect((await ask(registration, 'GET', `persons/${psnNo}/documents`, other)).status).toBe(403);
      const asTheirs = await upload(registration, psnNo, { ...other, fields: { insuredRegion: '330100' } });
      expect(asTheirs).toMatchObject({ status: 422, body: { code: 'document.not-insured' } });
    });
  });

  it('SEC-01: neither the nation nor a caller without a token gets any of it', async () => {
    const documentId = await stored(registration, psnNo);
    const nation = { roles: ['national-agency' as const], area: 'nation' };
    expect((await upload(registration, psnNo, { as: nation })).status).toBe(403);
    expect((await download(registration, documentId, nation)).status).toBe(403);
    expect((await registration.service.call('GET', `/registration/documents/${documentId}`, { as: null })).status).toBe(
      401,
    );
  });

  it('REG-20: a number nobody was given is not found', async () => {
    for (const number of [`WJ32${'0'.repeat(20)}`, 'WJ32', 'BA202508010000000000000000', '..%2F..%2Fetc%2Fpasswd']) {
      expect((await ask(registration, 'GET', `documents/${number}`)).status).toBe(404);
    }
  });
});
