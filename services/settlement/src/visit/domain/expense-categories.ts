import { Money } from '#kernel';
import type { ExpenseCategory, RecordedLine } from './events.js';

/**
 * SET-02: the place of care turns the lines of a stay into national categories. Each is the sum of its four parts, and all
 * together are the total of the claim, because a line is the sum of its parts (SET-05).
 */
export function expenseCategories(lines: readonly RecordedLine[]): readonly ExpenseCategory[] {
  const codes = [...new Set(lines.map(({ category }) => category))].sort();
  return codes.map((category) => {
    const ofIt = lines.filter((line) => line.category === category);
    const sum = (part: (line: RecordedLine) => Money): string => Money.sum(ofIt.map(part)).toString();
    return {
      category,
      total: sum(({ total }) => Money.of(total)),
      classA: sum((line) => (line.itemClass === '01' ? listed(line) : Money.zero)),
      classB: sum((line) => (line.itemClass === '01' ? Money.zero : listed(line))),
      selfPay: sum(({ selfPay }) => Money.of(selfPay)),
      other: sum(({ overLimit }) => Money.of(overLimit)),
    };
  });
}

const listed = ({ inScope, classBPrepay }: RecordedLine): Money => Money.of(inScope).plus(Money.of(classBPrepay));
