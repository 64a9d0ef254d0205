import { describe, expect, it } from '@jest/globals';
import { Money, RegionCode, ok, reject } from '#kernel';
import {
  RawJson,
  renderJson,
  answerCall,
  defectReply,
  failureReply,
  parseCall,
  parseEnvelope,
  renderReply,
  successReply,
} from './index.js';
import type { ReplyContext, TransactionHandlers } from './index.js';
import { requestOf } from './testing/sample-files.js';

const context: ReplyContext = {
  envelope: { careArea: RegionCode.of('430102'), idempotencyKey: 'H|2207|M', bodyHash: 'ab' },
  receivedAt: new Date('2025-08-31T16:00:00.123Z'),
  respondedAt: new Date('2025-08-31T16:00:00.456Z'),
};

describe('response envelope', () => {
  it('writes a success with textual infcode, null err_msg and the receiver id', () => {
    const reply = successReply(context, { setlinfo: { medfee_sumamt: Money.of('4.5') } }, '请核对');
    expect(JSON.parse(renderReply(reply))).toMatchObject({
      infcode: '0',
      refmsg_time: '20250901000000123',
      respond_time: '20250901000000456',
      err_msg: null,
      warn_msg: '请核对',
    });
    expect(reply.inf_refmsgid).toMatch(/^43010220250901000000\d{10}$/);
    expect(renderReply(reply)).toContain('"medfee_sumamt":4.50');
  });

  it('SET-15: gives the same id for the same stored facts and another for other facts', () => {
    const again = successReply({ ...context, respondedAt: new Date(0) }, {});
    const other = successReply({ ...context, envelope: { ...context.envelope, bodyHash: 'cd' } }, {});
    expect(again.inf_refmsgid).toBe(successReply(context, {}).inf_refmsgid);
    expect(other.inf_refmsgid).not.toBe(again.inf_refmsgid);
  });

  it('SET-15: repeats a stored output letter by letter', () => {
    const output = { setlinfo: { medfee_sumamt: Money.of('4.5') } };
    const stored = new RawJson(renderJson(output));
    expect(renderReply(successReply(context, stored))).toBe(renderReply(successReply(context, output)));
  });

  it('SET-18: writes a refusal as a plain sentence with its rule', () => {
    const reply = failureReply(context, reject('x', 'SET-18', '参保已暂停，请联系参保地', ['psn_no']).rejection);
    expect(reply).toMatchObject({ infcode: '-1', err_msg: '参保已暂停，请联系参保地(SET-18)', output: null });
  });

  it('leaves the rule away for faults of form and empties ids when the request was not readable', () => {
    const broken = parseEnvelope(Buffer.from('{'));
    if (broken.ok) throw new Error('accepted');
    expect(JSON.parse(renderReply(failureReply(undefined, broken.rejection)))).toEqual({
      infcode: '-1',
      inf_refmsgid: '',
      refmsg_time: '',
      respond_time: '',
      err_msg: '报文不是有效的JSON',
      warn_msg: null,
      output: null,
    });
  });

  it('keeps err_msg within 200 characters and still names the rule', () => {
    const reply = failureReply(context, reject('x', 'SET-05', '长'.repeat(500)).rejection);
    expect(reply.err_msg).toHaveLength(200);
    expect(reply.err_msg?.endsWith('(SET-05)')).toBe(true);
  });

  it('tells nothing of a defect but a reference', () => {
    expect(defectReply(undefined, 'a1b2').err_msg).toBe('系统繁忙，请稍后以同一报文重试，或发送冲正(2601)(a1b2)');
  });
});

describe('answerCall', () => {
  const call = (file: string) => {
    const envelope = parseEnvelope(requestOf(file));
    const parsed = envelope.ok ? parseCall(envelope.value) : envelope;
    if (!parsed.ok) throw new Error(parsed.rejection.message);
    return parsed.value;
  };
  const handlers = {
    '2405': async () => reject('visit.settled', 'SET-15', '已结算，不能撤销出院'),
    '2401': async (request: { readonly inpatientNo: string }) => ok({ visitId: `V${request.inpatientNo}` }),
  } as unknown as TransactionHandlers<undefined>;

  it('hands the typed request to its handler and renders the answer', async () => {
    expect(await answerCall(call('2401.openhis-nmg.json'), handlers, undefined)).toEqual({
      ok: true,
      value: { result: { mdtrt_id: 'V100120210820011', exp_content: null } },
    });
  });

  it('passes a refusal through', async () => {
    expect(await answerCall(call('2405.openhis-nmg.json'), handlers, undefined)).toMatchObject({
      ok: false,
      rejection: { rule: 'SET-15' },
    });
  });
});
