import { Money } from '#kernel';

/** Members of a settlement that carry the split, and those of an answered line (interface 2204, 2207). */
const MEMBERS = {
  fulamt_ownpay_amt: 'fulamt_ownpay_amt',
  overlmt_selfpay: 'overlmt_amt',
  preselfpay_amt: 'preselfpay_amt',
  inscp_scp_amt: 'inscp_scp_amt',
} as const;
type Member = keyof typeof MEMBERS;
const NAMES = Object.keys(MEMBERS) as Member[];

type Node = Readonly<Record<string, unknown>>;
const yuanAt = (node: Node, name: string): Money => Money.of(String(node[name]));

/**
 * 费用分割 of a bill, added up by the hospital from the answers to its lines (SET-02). Those answers are the same whenever
 * the lines are sent again; a trial is refused once the visit is settled, so nothing that is sent may depend on it (SET-15).
 */
export class BillSplit {
  private constructor(private readonly parts: Readonly<Record<Member, Money>>) {}

  static ofLines(lines: readonly Node[]): BillSplit {
    const sumOf = (name: Member): Money => Money.sum(lines.map((line) => yuanAt(line, MEMBERS[name])));
    return new BillSplit({
      fulamt_ownpay_amt: sumOf('fulamt_ownpay_amt'),
      overlmt_selfpay: sumOf('overlmt_selfpay'),
      preselfpay_amt: sumOf('preselfpay_amt'),
      inscp_scp_amt: sumOf('inscp_scp_amt'),
    });
  }

  /** Whether a trial or settlement was answered with this split. */
  isThatOf(setlinfo: Node): boolean {
    return NAMES.every((name) => this.parts[name].eq(yuanAt(setlinfo, name)));
  }

  /** The four members of a settlement, each written as the hospital writes amounts. */
  members(write: (text: string) => string | number): Readonly<Record<string, string | number>> {
    return Object.fromEntries(NAMES.map((name) => [name, write(this.parts[name].toString())]));
  }
}
