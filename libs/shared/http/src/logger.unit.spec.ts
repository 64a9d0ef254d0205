import { describe, expect, it } from '@jest/globals';
import type { Logger } from 'pino';
import { createLogger, NestLogger } from './logger.js';

const ID = '110105199001011234';
const PHONE = '13812345678';
const CARD = '6222021234567890123';
const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';

function logged(write: (log: Logger) => void): { text: string; record: Record<string, unknown> } {
  let text = '';
  write(createLogger('test', 'debug', { write: (line) => void (text += line) }));
  return { text, record: JSON.parse(text) as Record<string, unknown> };
}

const failure = (): Error => {
  const cause = new Error(`row (${CARD}, {"psn_name":"欧阳文静"})`);
  return new TypeError(`${ID} at ${PHONE}: Bearer ${TOKEN}, postgres://kuasheng:geheim@db/x?password=geheim`, {
    cause,
  });
};

describe('the log (SEC-02)', () => {
  const secrets = [ID, PHONE, CARD, TOKEN, 'c2lnbmF0dXJl', '欧阳文静', '文静', 'geheim'];
  const ways: readonly (readonly [what: string, write: (log: Logger) => void])[] = [
    ['a message', (log) => log.info(`person ${ID} ${PHONE} ${CARD} ${TOKEN}`)],
    ['values put into a message', (log) => log.info('person %s %j', ID, { psn_name: '欧阳文静', tel: PHONE })],
    ['members by name', (log) => log.info({ psn_name: '欧阳文静', certno: ID, phone: PHONE, bankAccount: CARD }, 'x')],
    [
      'members deep inside',
      (log) => log.info({ a: { b: { c: { d: [{ name: '欧阳文静', secret: 'geheim' }] } } } }, 'x'),
    ],
    ['texts in members of other names', (log) => log.info({ note: `病人 ${ID}`, list: [PHONE, { more: CARD }] }, 'x')],
    ['headers', (log) => log.info({ headers: { Authorization: `Bearer ${TOKEN}`, cookie: `b=${TOKEN}` } }, 'x')],
    ['an address with a token in it', (log) => log.info({ url: `/ops/queues?token=${TOKEN}` }, 'x')],
    ['JSON in a text', (log) => log.info(`body {"psn_name":"欧阳文静","secret" : "geheim"}`)],
    ['an error with a message of its own', (log) => log.error({ err: failure() }, 'failed')],
    ['an error without one', (log) => log.error({ err: failure() })],
    ['an error alone', (log) => log.error(failure())],
    ['an error under another name', (log) => log.error({ reason: failure() }, 'failed')],
    ['an error of Nest', (log) => new NestLogger(log).error(failure(), 'stack', 'Context')],
  ];

  it.each(ways)('never shows %s', (_, write) => {
    const { text } = logged(write);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it('keeps what an operator needs: service, level, time, message, type and stack of an error', () => {
    const { record } = logged((log) =>
      log.error({ err: failure(), topic: 'kuasheng.settlement.v1', behind: 12 }, '失败'),
    );
    expect(record).toMatchObject({
      service: 'test',
      level: 'error',
      msg: '失败',
      topic: 'kuasheng.settlement.v1',
      behind: 12,
    });
    expect(record['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(record['err']).toMatchObject({ type: 'TypeError', stack: expect.stringContaining('logger.unit.spec') });
    expect((record['err'] as { message: string }).message).toContain('1101**********1234 at 138****5678');
  });

  it('leaves amounts, dates and stream names alone', () => {
    const { record } = logged((log) =>
      log.info({ stream: 'visit-32-000001', total: '15700000000.00' }, 'closed 2025-08-01'),
    );
    expect(record).toMatchObject({ stream: 'visit-32-000001', total: '15700000000.00', msg: 'closed 2025-08-01' });
  });

  it('does not stumble over what holds itself', () => {
    const around: { self?: unknown } = {};
    around.self = around;
    expect(logged((log) => log.info({ around }, 'x')).record['msg']).toBe('x');
  });
});
