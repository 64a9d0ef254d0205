import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { BadRequestException, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { reject } from '#kernel';
import { testApp, type TestApp } from '../test/app.js';
import { Access } from './access.js';
import { KeyConflict, NotFound, Refused } from './failures.js';
import { answerOf, idempotencyOf, metadataOf } from './request-facts.js';
import { ZodBody, ZodQuery } from './zod-input.js';

const open = { roles: [], area: 'public', purpose: 'test' } as const;
const member = { roles: ['provincial-agency', 'national-agency'], area: 'record', purpose: 'test' } as const;
const input = z.strictObject({
  unit: z.string().regex(/^\d{2}$/),
  month: z.string({ error: '须为清算月份 YYYY-MM' }),
  lines: z.array(z.object({ amount: z.string().max(5), count: z.int().min(1) })).min(1),
  kind: z.enum(['inpatient', 'outpatient']),
});
const page = z.object({ size: z.coerce.number().int().max(100).default(20), unit: z.string() });
class Busy extends Error {
  override readonly name = 'Busy';
}

@Controller('r')
class Routes {
  @Post('checked')
  @HttpCode(200)
  @Access(open)
  checked(@ZodBody(input) body: z.infer<typeof input>) {
    return body;
  }

  @Get('page')
  @Access(open)
  page(@ZodQuery(page) query: z.infer<typeof page>) {
    return query;
  }

  @Get('fails/:how')
  @Access(open)
  fails(@Req() { params }: FastifyRequest) {
    const failures: Readonly<Record<string, () => unknown>> = {
      defect: () => new TypeError('undefined of 110105199001011234 at /home/kuasheng/secret.ts'),
      text: () => 'no error at all',
      nothing: () => null,
      refused: () => {
        const refusal = reject('audit.late', 'AUD-01', '审核期已过', ['month']);
        return new Refused(refusal.ok ? (undefined as never) : refusal.rejection);
      },
      unknown: () => new NotFound('没有这个期次'),
      busy: () => new Busy('queue is full'),
      nest: () => new BadRequestException('Validation failed at line 7'),
      conflict: () => new KeyConflict(),
    };
    throw failures[(params as { how: string }).how]?.();
  }

  @Post('keyed')
  @HttpCode(200)
  @Access({ ...open, roles: member.roles, area: 'nation' })
  keyed(@Req() request: FastifyRequest) {
    const facts = { reason: '测试', businessDate: '2025-08-01' };
    return { key: idempotencyOf(request), metadata: metadataOf(request, facts) };
  }

  @Post('raw/bytes')
  @HttpCode(200)
  @Access({ ...open, roles: ['hospital'], area: 'signature' })
  raw(@Req() request: FastifyRequest) {
    const bytes = Buffer.isBuffer(request.body) ? request.body.length : null;
    return { bytes, over: request.bodyOverLimit === true };
  }
}

const LIMIT = 2_000;
let test: TestApp;

beforeAll(async () => {
  test = await testApp([Routes], { bodyLimitBytes: LIMIT, rawBodyRoutes: ['/r/raw/'] });
});
afterAll(() => test.app.close());

const problem = 'application/problem+json; charset=utf-8';

describe('problems (RFC 9457)', () => {
  it('says a refusal in Chinese with code, rule and fields', async () => {
    const { status, headers, body } = await test.call('GET', '/r/fails/refused');
    expect([status, headers['content-type']]).toEqual([422, problem]);
    expect(body).toMatchObject({
      ...{ type: 'urn:kuasheng:audit.late', title: '业务不予办理', status: 422, detail: '审核期已过' },
      ...{ code: 'audit.late', rule: 'AUD-01', fields: ['month'] },
    });
  });

  it.each([
    ['unknown', 404, '没有这个期次'],
    ['conflict', 409, '同一请求编号(Idempotency-Key)已用于内容不同的请求'],
    ['busy', 503, '系统繁忙，请稍后以同一请求编号重发'],
    ['nest', 400, '请求不是合法的 JSON 或缺少必要内容'],
  ])('answers %s with its status and a sentence', async (how, status, detail) => {
    expect((await test.call('GET', `/r/fails/${how}`)).body).toMatchObject({ status, detail });
  });

  it.each(['defect', 'text', 'nothing'])(
    'shows nothing of a defect (%s) but a number, by which the log has it',
    async (how) => {
      const { status, text, body } = await test.call('GET', `/r/fails/${how}`);
      expect(status).toBe(500);
      expect(text).not.toMatch(/undefined of|secret\.ts|1101|no error at all|\bat /);
      expect(body['detail']).toBe(`系统内部错误，请稍后重试；联系运维时请提供编号${String(body['instance'])}`);
      expect(test.log()).toContain(`"reference":"${String(body['instance'])}"`);
      expect(test.log()).not.toContain('110105199001011234');
    },
  );

  it('answers what Fastify and Nest refuse in the same form', async () => {
    const json = { 'content-type': 'application/json' };
    const answers = [
      await test.call('POST', '/r/checked', { headers: json, body: '{"unit":' }),
      await test.call('GET', '/r/nowhere'),
      await test.call('POST', '/r/checked', { headers: { 'content-type': 'text/csv' }, body: 'a,b' }),
      await test.call('POST', '/r/checked', { body: { unit: 'x'.repeat(LIMIT) } }),
    ];
    expect(answers.map(({ body }) => [body['status'], body['title']])).toEqual([
      [400, '请求有误'],
      [404, '未找到'],
      [415, '格式不支持'],
      [413, '内容过大'],
    ]);
    for (const { headers, text } of answers) {
      expect(headers['content-type']).toBe(problem);
      expect(text).not.toMatch(/FST_|SyntaxError|node_modules|Cannot GET/);
    }
  });
});

describe('input checked by zod', () => {
  const good = { unit: '32', month: '2025-08', lines: [{ amount: '1.00', count: 1 }], kind: 'inpatient' };

  it('lets what is right through as it was shaped', async () => {
    expect((await test.call('POST', '/r/checked', { body: good })).body).toEqual(good);
    expect((await test.call('GET', '/r/page?unit=32')).body).toEqual({ size: 20, unit: '32' });
  });

  it('names every wrong field, in Chinese', async () => {
    const body = { unit: '320', lines: [{ amount: '100000.00', count: 0 }], kind: 'dental', extra: 1 };
    const { status, body: answer } = await test.call('POST', '/r/checked', { body });
    expect(status).toBe(400);
    expect(answer['fields']).toEqual(
      expect.arrayContaining(['unit', 'month', 'lines.0.amount', 'lines.0.count', 'kind', 'extra']),
    );
    for (const part of ['unit：格式不对', 'month：须为清算月份 YYYY-MM', 'lines.0.amount：超过上限']) {
      expect(answer['detail']).toContain(part);
    }
    expect(answer['detail']).not.toMatch(/Invalid|expected|Too/);
  });

  it('says that there is no body at all, and which parameters of a query are wrong', async () => {
    const empty = await test.call('POST', '/r/checked');
    expect(empty).toMatchObject({
      status: 400,
      body: { fields: expect.arrayContaining(['unit', 'month', 'lines', 'kind']) },
    });
    const query = await test.call('GET', '/r/page?size=1000');
    expect(query).toMatchObject({ status: 400, body: { fields: ['size', 'unit'] } });
  });
});

describe('idempotency keys (SET-15)', () => {
  const as = { roles: ['national-agency'] as const, area: 'nation' };
  const keyed = (key: string | undefined, body: object = { a: 1 }, url = '/r/keyed') =>
    test.call('POST', url, { as, body, headers: key === undefined ? {} : { 'idempotency-key': key } });
  const keyOf = async (...args: Parameters<typeof keyed>) =>
    (await keyed(...args)).body['key'] as Record<string, string>;

  it('are required and bounded', async () => {
    for (const key of [undefined, '', 'k'.repeat(65)]) {
      expect(await keyed(key)).toMatchObject({ status: 400, body: { fields: ['Idempotency-Key'] } });
    }
    expect((await keyed('k'.repeat(64))).status).toBe(200);
  });

  it('belong to caller and route, and go with the body', async () => {
    const first = await keyOf('k-1');
    expect(first).toMatchObject({ scope: 'rest/clerk/POST /r/keyed', key: 'k-1' });
    expect(await keyOf('k-1', { a: 1 }, '/r/keyed?again=1')).toEqual(first);
    expect((await keyOf('k-1', { a: 2 }))['bodyHash']).not.toBe(first['bodyHash']);
    expect(first['bodyHash']).toMatch(/^[0-9a-f]{64}$/);
  });

  it('come with who acts for whom and why (SEC-03)', async () => {
    expect((await keyed('k-2')).body['metadata']).toMatchObject({
      ...{ actor: 'user:clerk', onBehalfOf: 'nation', reason: '测试', businessDate: '2025-08-01' },
      ...{ correlationId: expect.any(String), causationId: null },
    });
  });

  it('SEC-02, SEC-03: keep the caller’s own mark for what belongs together, not a text or somebody’s number in its place', async () => {
    const marked = async (mark: string) => {
      const headers = { 'idempotency-key': 'k-3', 'x-correlation-id': mark };
      const { body } = await test.call('POST', '/r/keyed', { as, body: {}, headers });
      return (body['metadata'] as { readonly correlationId: string }).correlationId;
    };
    expect(await marked('import/7f3a-01')).toBe('import/7f3a-01');
    for (const mark of ['110105199003072316', 'a b', 'x'.repeat(65)]) expect(await marked(mark)).not.toContain(mark);
  });

  it('give the stored answer, or the conflict', () => {
    expect(answerOf({ kind: 'accepted', answer: { n: 1 }, replayed: true, events: [] })).toEqual({ n: 1 });
    expect(() => answerOf({ kind: 'conflict' } as unknown as Parameters<typeof answerOf>[0])).toThrow(KeyConflict);
  });
});

describe('routes that take bytes', () => {
  it.each(['application/json', 'text/xml', 'application/x-www-form-urlencoded', 'nonsense'])(
    'get them as sent, whatever the content type (%s)',
    async (type) => {
      const answer = await test.call('POST', '/r/raw/bytes', { headers: { 'content-type': type }, body: '{"broken' });
      expect(answer.body).toEqual({ bytes: 8, over: false });
    },
  );

  it('get them where the request line has the whole address, as behind an HTTP proxy', async () => {
    const asked = request(await test.app.getUrl(), {
      method: 'POST',
      path: 'http://nhsa.example:8080/r/raw/bytes',
      agent: false,
    });
    asked.setHeader('content-type', 'application/json').end('{"broken');
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect(await json(answer)).toEqual({ bytes: 8, over: false });
  });

  it('get a body of just the limit, and of a longer one only that it was', async () => {
    const send = async (length: number) => (await test.call('POST', '/r/raw/bytes', { body: 'x'.repeat(length) })).body;
    expect(await send(LIMIT)).toEqual({ bytes: LIMIT, over: false });
    expect(await send(LIMIT + 1)).toEqual({ bytes: null, over: true });
    expect(await send(LIMIT * 9)).toEqual({ bytes: null, over: true });
  });
});
