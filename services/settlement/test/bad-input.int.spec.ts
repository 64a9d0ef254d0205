import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inWritingTransaction } from '#event-store';
import iconv from 'iconv-lite';
import type { ServiceUnderTest } from '#testing';
import {
  credential,
  envelope,
  eventsRecorded,
  HOSPITAL,
  line,
  nextMessageId,
  openVisit,
  post,
  PSN_NO,
  send,
  startSettlement,
} from './hospital.js';

let settlement: ServiceUnderTest;
let end: () => Promise<void>;

beforeAll(async () => {
  ({ settlement, end } = await startSettlement());
});

afterAll(() => end());

const SCALE = 5 * 1024 * 1024;

describe('bad input at the hospital gateway', () => {
  const bad: readonly (readonly [what: string, body: () => string | Uint8Array, says: RegExp])[] = [
    ['malformed JSON', () => '{"infno":"1101",', /报文/],
    ['an empty body', () => '', /报文不能为空/],
    ['a body that is no object', () => '[1,2]', /报文/],
    ['an unknown transaction number', () => JSON.stringify(envelope('9999', {})), /交易编号\(infno\)9999不支持/],
    ['an empty transaction number', () => JSON.stringify(envelope('', {})), /交易编号\(infno\)不能为空/],
    ['a missing message id', () => JSON.stringify(envelope('1101', { data: {} }, '')), /发送方报文ID\(msgid\)不能为空/],
    ['a missing input', () => JSON.stringify(envelope('1101', undefined)), /交易输入\(input\)不能为空/],
    [
      'an institution nobody has registered',
      () => JSON.stringify({ ...envelope('1101', { data: {} }), fixmedins_code: 'H99999999999' }),
      /定点医药机构编号/,
    ],
    [
      'a wrong check digit (SET-21)',
      () =>
        JSON.stringify(
          envelope('1101', {
            data: {
              mdtrt_cert_type: '02',
              mdtrt_cert_no: '320202196005012010',
              psn_cert_type: '01',
              certno: '320202196005012010',
              psn_name: 'x',
            },
          }),
        ),
      /SET-21/,
    ],
    [
      'a missing field',
      () => JSON.stringify(envelope('2201', { data: { ...credential, begntime: '' } })),
      /开始时间\(begntime\)不能为空/,
    ],
    [
      'a visit of a day to come (SET-12)',
      () =>
        JSON.stringify(envelope('2201', { data: { ...credential, begntime: '2025-08-02 00:00:00', ipt_otp_no: '1' } })),
      /开始日期\(begntime\)2025-08-02晚于今日2025-08-01.*SET-12/,
    ],
    [
      'a wrong-typed amount',
      () => JSON.stringify(envelope('2204', { feedetail: [{ ...line('1', '1', 1), det_item_fee_sumamt: 'abc' }] })),
      /明细项目费用总额/,
    ],
    [
      'an amount with three decimals',
      () => JSON.stringify(envelope('2204', { feedetail: [{ ...line('1', '1', 1), det_item_fee_sumamt: '4.521' }] })),
      /明细项目费用总额/,
    ],
    [
      'a line whose amount is not price times quantity',
      () => JSON.stringify(envelope('2204', { feedetail: [{ ...line('1', '1', 1), det_item_fee_sumamt: '9.99' }] })),
      /单价乘以数量/,
    ],
    [
      'a split that does not add up to the total (SET-05)',
      () =>
        JSON.stringify(
          envelope('2207', {
            data: {
              ...credential,
              med_type: '11',
              medfee_sumamt: '452.00',
              psn_setlway: '01',
              mdtrt_id: '1',
              chrg_bchno: 'B1',
              acct_used_flag: '1',
              fulamt_ownpay_amt: '1.00',
              overlmt_selfpay: '0',
              preselfpay_amt: '22.60',
              inscp_scp_amt: '429.40',
            },
          }),
        ),
      /SET-05/,
    ],
    ['a visit that is not ours', () => JSON.stringify(envelope('2204', { feedetail: [line('404', '1', 1)] })), /就诊/],
  ];

  it.each(bad)("answers %s in the interface's own envelope and records nothing", async (_what, body, says) => {
    const before = await eventsRecorded(settlement);
    const reply = await post(settlement, body());
    expect(reply.status).toBe(200);
    expect(reply.infcode).toBe('-1');
    expect(reply.err_msg).toMatch(says);
    expect(reply.text).not.toMatch(/\bat .*\.(js|ts):\d+|Error:|node_modules/);
    expect(await eventsRecorded(settlement)).toBe(before);
  });

  it('understands GB18030 text of a hospital system with the system code page', async () => {
    const text = () =>
      JSON.stringify(envelope('9001', { signIn: { opter_no: '操作员一', mac: '00', ip: '192.0.2.1' } }));
    const reply = await post(settlement, iconv.encode(text(), 'gb18030'), { 'content-type': 'text/plain' });
    expect(reply.infcode).toBe('0');
    await post(settlement, text());
    const rows = await settlement.database.read<{ operator: string }>(
      `select data->>'operator' as operator from events where type = 'OperatorSignedIn' order by global_position desc limit 2`,
    );
    // The same name in either code page is the same operator.
    expect(rows).toHaveLength(2);
    expect(rows[0]?.operator).toMatch(/^name:[0-9a-f]{16}$/);
    expect(rows[1]).toEqual(rows[0]);
  });

  it("answers a body over the limit in the interface's own envelope and records nothing", async () => {
    const before = await eventsRecorded(settlement);
    const reply = await post(settlement, JSON.stringify(envelope('2204', { feedetail: 'x'.repeat(SCALE) })));
    expect(reply.status).toBe(200);
    expect(reply.infcode).toBe('-1');
    expect(reply.err_msg).toMatch(/超过上限/);
    expect(await eventsRecorded(settlement)).toBe(before);
  });

  it("refuses a wrong signature with the service gateway's own error (interface 2.2)", async () => {
    const response = await fetch(`${settlement.url}/hsa`, {
      method: 'POST',
      headers: { apikey: 'wrong' },
      body: JSON.stringify(envelope('1101', { data: {} })),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ code: 401, message: '非法用户!' });
  });

  it('SET-05: refuses a total that is not the sum of the uploaded lines, naming both sums', async () => {
    const { settle } = await openVisit(settlement);
    const before = await eventsRecorded(settlement);
    const reply = await send(settlement, '2207', { data: { ...settle, medfee_sumamt: '453.00' } });
    expect(reply.err_msg).toContain('453.00');
    expect(reply.err_msg).toContain('452.00');
    expect(reply.err_msg).toContain('SET-05');
    expect(await eventsRecorded(settlement)).toBe(before);
  });

  it('SET-15: the same message again gets the same answer; another body under its number is refused', async () => {
    const { settle } = await openVisit(settlement);
    const msgid = nextMessageId();
    const first = await send(settlement, '2207', { data: settle }, msgid);
    const events = await eventsRecorded(settlement);
    const again = await send(settlement, '2207', { data: settle }, msgid);
    expect(again.output).toEqual(first.output);
    expect(await eventsRecorded(settlement)).toBe(events);
    const other = await send(settlement, '2207', { data: { ...settle, medfee_sumamt: '1.00' } }, msgid);
    expect(other.infcode).toBe('-1');
    expect(other.err_msg).toContain('SET-15');
  });

  it('SET-13: a refund is the exact negation under a number of its own, and only once', async () => {
    const { settle, visitId } = await openVisit(settlement);
    const settled = await send(settlement, '2207', { data: settle });
    const info = settled.output?.['setlinfo'] ?? {};
    const refund = { data: { setl_id: info['setl_id'], mdtrt_id: visitId, psn_no: PSN_NO } };
    const refunded = (await send(settlement, '2208', refund)).output?.['setlinfo'] ?? {};
    for (const name of [
      'medfee_sumamt',
      'fund_pay_sumamt',
      'acct_pay',
      'psn_cash_pay',
      'inscp_scp_amt',
      'preselfpay_amt',
    ]) {
      expect(Number(refunded[name]) + Number(info[name])).toBe(0);
    }
    expect(refunded['setl_id']).not.toBe(info['setl_id']);
    expect((await send(settlement, '2208', refund)).err_msg).toContain('已退费');
  });

  it('SET-15: a reversal refunds what was settled, and stops a late original that had never arrived', async () => {
    const { settle } = await openVisit(settlement);
    const msgid = nextMessageId();
    expect((await send(settlement, '2207', { data: settle }, msgid)).infcode).toBe('0');
    expect((await send(settlement, '2601', { data: { psn_no: PSN_NO, omsgid: msgid, oinfno: '2207' } })).infcode).toBe(
      '0',
    );
    const [standing] = await settlement.database.read<{ refunded_by: string | null }>(
      'select refunded_by from read_claims.claim where institution_code = $1 and message_id = $2 and refund_of is null',
      [HOSPITAL, msgid],
    );
    expect(standing?.refunded_by).not.toBeNull();
    const late = nextMessageId();
    expect((await send(settlement, '2601', { data: { psn_no: PSN_NO, omsgid: late, oinfno: '2207' } })).infcode).toBe(
      '0',
    );
    const { settle: other } = await openVisit(settlement);
    expect((await send(settlement, '2207', { data: other }, late)).infcode).toBe('-1');
  });

  it('SET-15: a failure of the platform is said in the envelope too, so that the hospital sends again', async () => {
    const rename = (from: string, to: string) =>
      inWritingTransaction(settlement.database, (tx) => tx.query(`alter table ${from} rename to ${to}`));
    const message = { ...envelope('1101', { data: credential }), fixmedins_code: 'H31011599999' };
    await rename('institution', 'institution_away');
    try {
      const reply = await post(settlement, JSON.stringify(message));
      expect(reply).toMatchObject({ status: 200, infcode: '-1' });
      expect(reply.err_msg).toContain('系统繁忙，请稍后以同一报文重试');
      expect(reply.text).not.toMatch(/institution|select|at .*:\d+/);
    } finally {
      await rename('institution_away', 'institution');
    }
    expect((await post(settlement, JSON.stringify(message))).err_msg).toContain('未登记');
  });
});
