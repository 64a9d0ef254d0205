import { CONTRACTS, type FamilyAccountEnded, type FamilyAccountShared } from '#contracts';
import { MessageRefused, type DeliveredMessage, type MessageHandler } from '#event-bus';
import type { WriteTransaction } from '#event-store';

const SHARED = CONTRACTS.familyAccountShared.type;
const ENDED = CONTRACTS.familyAccountEnded.type;

/** Who may use whose account (SET-20), in the order it was told: the messages of one member follow one another. */
export const familyHandler: MessageHandler = {
  types: [SHARED, ENDED],
  async apply(tx, messages) {
    for (const message of messages) {
      if (message.type === SHARED) await share(tx, dataOf<FamilyAccountShared>(message));
      else if (message.type === ENDED) await end(tx, dataOf<FamilyAccountEnded>(message));
    }
  },
};

const dataOf = <T>({ data }: DeliveredMessage): T => data as unknown as T;

async function share(tx: WriteTransaction, shared: FamilyAccountShared): Promise<void> {
  const { memberPsnNo, ownerPsnNo, relation, from, to } = shared;
  await tx.query(
    `insert into family_account (member_psn_no, owner_psn_no, relation, valid_from, valid_to) values ($1, $2, $3, $4, $5)
     on conflict (member_psn_no, owner_psn_no, valid_from)
       do update set relation = excluded.relation, valid_to = excluded.valid_to`,
    [memberPsnNo, ownerPsnNo, relation, from, to],
  );
}

/** Its beginning was put aside: were the end forgotten, the account would stay open once the beginning is replayed. */
async function end(tx: WriteTransaction, { memberPsnNo, ownerPsnNo, from, to }: FamilyAccountEnded): Promise<void> {
  const known = await tx.query(
    `update family_account set valid_to = $4 where member_psn_no = $1 and owner_psn_no = $2 and valid_from = $3
     returning owner_psn_no`,
    [memberPsnNo, ownerPsnNo, from, to],
  );
  if (known.length > 0) return;
  const message = '共济登记尚未收到，请先重放其登记的消息';
  throw new MessageRefused({ code: 'family.unknown', rule: 'SET-20', message });
}
