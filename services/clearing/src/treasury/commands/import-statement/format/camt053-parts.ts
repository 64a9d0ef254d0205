import { Money, type Result } from '#kernel';
import { isTooLarge } from './file-bounds.js';
import { fault, isYuan } from './read-line.js';
import { attributeOf, textAt, type Node } from './xml.js';

/** 账号 as IBAN or as the bank's own number. */
export const accountOf = (account: Node | undefined): string | null =>
  (textAt(account, 'Id', 'IBAN') || textAt(account, 'Id', 'Othr', 'Id')).replace(/\s/g, '') || null;

/** `Amt` of a balance, an entry or a detail: yuan, not negative. */
export function amountOf(node: Node | undefined, where: string): Result<Money> {
  const amount = Money.parse(textAt(node, 'Amt'), 'Amt');
  if (!amount.ok || amount.value.isNegative()) return fault(`${where}Amt`, '不是金额', 'Amt');
  if (isTooLarge(amount.value)) return fault(`${where}Amt`, '超出15位整数', 'Amt');
  if (!isYuan(attributeOf(node, 'Amt', 'Ccy'))) return fault(`${where}Amt`, '财政专户流水须为人民币(CNY)', 'Ccy');
  return amount;
}
