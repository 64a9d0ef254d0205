import { setTimeout as wait } from 'node:timers/promises';
import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { testApp, type TestApp } from '../test/app.js';
import { Access, assertArea } from './access.js';
import { UploadReader } from './uploads.js';

const LIMITS = { fileBytes: 50_000, fieldBytes: 20, fieldCount: 2, atOnce: 2 };
const reader = new UploadReader(LIMITS, 'REG-20');
let seen = 0;

@Controller('u')
class Uploads {
  @Post('files')
  @HttpCode(200)
  @Access({ roles: ['provincial-agency'], area: 'record', purpose: 'test' })
  store(@Req() request: FastifyRequest) {
    return reader.read(request, async ({ fields, file }) => {
      assertArea(request, fields['unit'] ?? '');
      seen += 1;
      if (fields['slow'] !== undefined) await wait(500);
      return { bytes: file.length, fields };
    });
  }

  @Post('unchecked')
  @HttpCode(200)
  @Access({ roles: ['provincial-agency'], area: 'record', purpose: 'test' })
  unchecked(@Req() request: FastifyRequest) {
    return reader.read(request, async ({ file }) => ({ text: file.toString() }));
  }
}

let service: TestApp;
let root: string;

beforeAll(async () => {
  service = await testApp([Uploads], { uploads: true, bodyLimitBytes: 1_000 });
  root = await service.app.getUrl();
});
afterAll(() => service.app.close());

type Part = readonly [name: string, value: string | Buffer];

async function send(parts: readonly Part[], { path = 'files', area = '32', token = true } = {}) {
  const form = new FormData();
  for (const [name, value] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else form.append(name, new Blob([new Uint8Array(value)]), '张三.pdf');
  }
  const signed = await service.sign({ area });
  const headers: Record<string, string> = token ? { authorization: `Bearer ${signed}` } : {};
  const response = await fetch(`${root}/u/${path}`, { method: 'POST', headers, body: form });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const file = (length: number): Part => ['file', Buffer.alloc(length, 'x')];
const UNIT: Part = ['unit', '32'];

describe('uploads', () => {
  it('are read up to the limit, which is not the one of other bodies, with their fields before or after the file', async () => {
    for (const parts of [
      [UNIT, file(50_000)],
      [file(50_000), UNIT],
    ]) {
      expect(await send(parts)).toEqual({ status: 200, body: { bytes: 50_000, fields: { unit: '32' } } });
    }
    expect(await send([UNIT, file(0)])).toMatchObject({ status: 200, body: { bytes: 0 } });
  });

  it('REG-20: a file one byte longer, or very much longer, is answered with 413, rule and field', async () => {
    for (const length of [50_001, 5_000_000]) {
      expect(await send([UNIT, file(length)])).toMatchObject({
        ...{ status: 413, body: { code: 'http.file-too-large', rule: 'REG-20', fields: ['file'] } },
      });
    }
  });

  const wrong: readonly (readonly [what: string, parts: readonly Part[], says: string])[] = [
    ['no file', [UNIT], '缺少文件'],
    ['two files', [UNIT, file(1), file(1)], '只能上传一个'],
    ['a file in another field', [UNIT, ['paper', Buffer.from('x')]], '字段 file'],
    ['a field twice', [UNIT, ['unit', '33'], file(1)], '只能出现一次'],
    ['a field too long', [UNIT, ['more', 'x'.repeat(21)], file(1)], '字段过长'],
    ['too many fields', [UNIT, ['a', '1'], ['b', '2'], file(1)], '不得超过2个'],
  ];

  it.each(wrong)('are refused with %s', async (_, parts, says) => {
    const before = seen;
    const { status, body } = await send(parts);
    expect({ status, detail: body['detail'] }).toEqual({ status: 400, detail: expect.stringContaining(says) });
    expect(seen).toBe(before);
  });

  it('are refused when they end too early or are of another type', async () => {
    const headers = { authorization: `Bearer ${await service.sign({ area: '32' })}` };
    const cut = await fetch(`${root}/u/files`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'multipart/form-data; boundary=b' },
      body: '--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhalf of it',
    });
    expect(cut.status).toBe(400);
    const text = await fetch(`${root}/u/files`, { method: 'POST', headers, body: '{}' });
    expect(text.status).toBe(415);
  });

  it('SEC-01: the area stands in the form: another province gets 403, and no answer leaves unchecked', async () => {
    const before = seen;
    expect((await send([UNIT, file(1)], { area: '33' })).status).toBe(403);
    expect((await send([UNIT, file(1)], { token: false })).status).toBe(401);
    expect(seen).toBe(before);
    const unchecked = await send([UNIT, ['file', Buffer.from('secret')]], { path: 'unchecked' });
    expect(unchecked.status).toBe(500);
    expect(JSON.stringify(unchecked.body)).not.toContain('secret');
  });

  it('more at once than the limit are asked to come again; a place is free again afterwards', async () => {
    const slow = () => send([UNIT, ['slow', '1'], file(1)]);
    const answers = await Promise.all([slow(), slow(), slow()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 503]);
    expect((await send([UNIT, file(1)])).status).toBe(200);
  });
});
