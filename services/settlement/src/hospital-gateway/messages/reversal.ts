import { ok, reject } from '#kernel';
import { REVERSIBLE } from './codes.js';
import { optionalText, payload, record, refine, text } from './fields.js';
import type { Read } from './fields.js';
import { renderNothing } from './transaction.js';
import type { NoAnswer, Transaction } from './transaction.js';

const reversalRequest = payload(
  ['data', 'mdtrtinfo'],
  refine(
    record({
      personNo: optionalText('人员编号', 'psn_no', 30),
      /** 原发送方报文ID: msgid of the call in doubt, known to us or not. */
      originalMessageId: text('原发送方报文ID', 'omsgid', 30),
      /** 原交易编号. */
      originalTransaction: text('原交易编号', 'oinfno', 6),
    }),
    (read) => {
      if (REVERSIBLE.includes(read.originalTransaction)) return ok(read);
      return reject('reversal.not-reversible', 'SET-15', '原交易编号(oinfno)不支持冲正', ['oinfno']);
    },
  ),
);
/** 冲正: ends a call whose outcome the hospital does not know (SET-15). */
export type ReversalRequest = Read<typeof reversalRequest>;

/** 2601 冲正交易. */
export const reverseInDoubt: Transaction<ReversalRequest, NoAnswer> = {
  name: '冲正交易',
  family: 'reversal',
  effect: 'reverse',
  parse: reversalRequest,
  render: renderNothing,
};
