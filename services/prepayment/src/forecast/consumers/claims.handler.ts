import { CONTRACTS, type Claim } from '#contracts';
import type { DeliveredMessage, MessageHandler } from '#event-bus';
import { Money } from '#kernel';

interface DaySum {
  readonly settled_on: string;
  readonly receiver: string;
  readonly payer: string;
  amount: Money;
}

/** Adds settled claims and their refunds to the sums of their day: one row a pair and day, however many claims (PRE-09). */
export const settledDaysHandler: MessageHandler = {
  types: [CONTRACTS.claimSettled.type, CONTRACTS.claimRefunded.type],
  async apply(tx, messages) {
    const sums = [...daySums(messages).values()].map((sum) => ({ ...sum, amount: sum.amount.toString() }));
    await tx.query(
      `insert into settled_day (settled_on, receiver, payer, amount)
       select * from jsonb_to_recordset($1::jsonb) as r(settled_on date, receiver text, payer text, amount numeric)
        order by settled_on, receiver, payer
       on conflict (settled_on, receiver, payer) do update
         set amount = settled_day.amount + excluded.amount`,
      [JSON.stringify(sums)],
    );
  },
};

function daySums(messages: readonly DeliveredMessage[]): ReadonlyMap<string, DaySum> {
  const sums = new Map<string, DaySum>();
  for (const { data } of messages) {
    const { settledOn, receiver, payer, funds } = data as unknown as Claim;
    const key = `${settledOn}/${receiver}/${payer}`;
    const sum = sums.get(key) ?? { settled_on: settledOn, receiver, payer, amount: Money.zero };
    sum.amount = Money.sum([sum.amount, ...funds.map(({ amount }) => Money.of(amount))]);
    sums.set(key, sum);
  }
  return sums;
}
