/** 冲正、红字、退汇: words by which a bank says that a line takes back another one. */
const REVERSAL = /冲正|冲销|冲回|冲账|抹账|红字|红冲|退汇|退票|退回|退款|REVERSAL|RETURNED/i;

export const namesReversal = (text: string | null): boolean => text !== null && REVERSAL.test(text);
