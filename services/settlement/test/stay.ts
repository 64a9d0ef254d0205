import { Money } from '#kernel';
import type { ServiceUnderTest } from '#testing';
import { credential, line, nextMessageId, PSN_NO, send, type Reply } from './hospital.js';

/** The setlinfo of a reply. */
export const settled = ({ output }: Reply): Record<string, string> => output?.['setlinfo'] ?? {};

/** An amount of a reply, which the interface sends as a JSON number. */
export const amountOf = (info: Record<string, string>, name: string): Money => Money.of(String(info[name]));

/** Everything of an answer but the three times and numbers of its arrival, to the byte. */
export const bytesOf = ({ text }: Reply): string =>
  text.replaceAll(/"(inf_refmsgid|refmsg_time|respond_time)":"\d*"/g, '"$1":""');

/** What the answer of a refund has negated; the balance and the facts are not. */
export const AMOUNTS = ['medfee_sumamt', 'fund_pay_sumamt', 'acct_pay', 'psn_cash_pay', 'inscp_scp_amt'] as const;

export interface Stay {
  readonly visitId: string;
  readonly send: (infno: string, input: unknown, msgid?: string) => Promise<Reply>;
  readonly discharge: (endtime?: string) => Promise<Reply>;
  readonly lines: (sequence: string, pieces: number) => Promise<Reply>;
  /** 2303 or 2304 of so many pieces. */
  readonly settle: (infno: '2303' | '2304', pieces: number, msgid?: string) => Promise<Reply>;
  readonly refund: (settlementId: string | undefined, msgid?: string) => Promise<Reply>;
}

const yuan = (pieces: number): string => ((pieces * 452) / 100).toFixed(2);

/** 2401: a person admitted on 1 August. */
export async function admit(settlement: ServiceUnderTest, msgid = nextMessageId()): Promise<Stay & { reply: Reply }> {
  const reply = await send(
    settlement,
    '2401',
    {
      mdtrtinfo: {
        ...credential,
        begntime: '2025-08-01 09:00:00',
        med_type: '21',
        ipt_no: msgid,
        adm_dept_codg: 'A03',
      },
      diseinfo: [],
    },
    msgid,
  );
  const visitId = reply.output?.['result']?.['mdtrt_id'] ?? '';
  const key = { mdtrt_id: visitId, psn_no: PSN_NO };
  return {
    reply,
    visitId,
    send: (infno, input, id) => send(settlement, infno, input, id),
    discharge: (endtime = '2025-08-01 16:00:00') =>
      send(settlement, '2402', { dscginfo: { ...key, insutype: '310', endtime, dscg_way: '1' }, diseinfo: [] }),
    lines: (sequence, pieces) => send(settlement, '2301', { feedetail: [line(visitId, sequence, pieces)] }),
    settle: (infno, pieces, id) =>
      send(
        settlement,
        infno,
        { data: { ...credential, ...key, medfee_sumamt: yuan(pieces), psn_setlway: '01', acct_used_flag: '1' } },
        id,
      ),
    refund: (settlementId, id) => send(settlement, '2305', { data: { ...key, setl_id: settlementId } }, id),
  };
}
