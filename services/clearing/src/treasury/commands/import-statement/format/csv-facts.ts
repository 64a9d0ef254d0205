import { Money } from '#kernel';
import { bareHeading } from './csv-columns.js';
import { dayOf, moneyOf } from './read-line.js';

/** What stands above or below the list. */
export interface StatedFacts {
  readonly account: string | null;
  readonly opening: Money | null;
  readonly closing: Money | null;
  readonly from: string | null;
  readonly to: string | null;
}

const KEYS: Readonly<Record<keyof StatedFacts, RegExp>> = {
  account: /^(?:查询)?(?:本方)?账号$|^账户号?$|^卡号$/,
  opening: /^(?:期初|上期|上日|承前页?)余额$|^承前页?$/,
  closing: /^(?:期末|本期|本日|当前|账户)余额$/,
  from: /^(?:开始|起始|查询起始)日期$/,
  to: /^(?:结束|截止|终止|查询截止)日期$/,
};
const RANGE = /^(?:查询)?(?:起止|查询|对账|交易)?(?:日期|期间|时间段|时间范围|区间)$/;
const RANGE_VALUE =
  /^(\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?)\s*(?:至|到|-+|—+|~)\s*(\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}日?)$/;

type Pairs = readonly (readonly [name: string, value: string])[];

/** `名：值` in one cell, or a name with its value in the next cell. */
function pairsOf(cells: readonly string[]): Pairs {
  return cells.flatMap((cell, index) => {
    const [name = '', ...rest] = cell.trim().split(/[:：]/);
    const value = rest.join(':').trim();
    return name === '' ? [] : [[bareHeading(name), value === '' ? (cells[index + 1] ?? '').trim() : value] as const];
  });
}

export const NOTHING_STATED: StatedFacts = { account: null, opening: null, closing: null, from: null, to: null };

/** 账号、期初余额、期末余额、起止日期 from a row around the list, after what the rows before it have said; what is said first counts. */
export function statedIn(cells: readonly string[], known: StatedFacts): StatedFacts {
  const said = saidBy(pairsOf(cells));
  const first = (Object.keys(KEYS) as readonly (keyof StatedFacts)[]).map((key) => [key, known[key] ?? said[key]]);
  return Object.fromEntries(first) as StatedFacts;
}

function saidBy(pairs: Pairs): StatedFacts {
  const valueOf = (key: keyof StatedFacts): string | null =>
    pairs.find(([name, value]) => KEYS[key].test(name) && value !== '')?.[1] ?? null;
  const range = rangeIn(pairs);
  return {
    account: valueOf('account')?.replace(/\s/g, '') ?? null,
    opening: moneyIn(valueOf('opening')),
    closing: moneyIn(valueOf('closing')),
    from: dayIn(valueOf('from') ?? range[0]),
    to: dayIn(valueOf('to') ?? range[1]),
  };
}

type Range = readonly [from: string | null, to: string | null];

function rangeIn(pairs: Pairs): Range {
  const found = pairs.flatMap(([name, value]) => (RANGE.test(name) ? [RANGE_VALUE.exec(value)] : [])).find(Boolean);
  return [found?.[1] ?? null, found?.[2] ?? null];
}

const moneyIn = (text: string | null): Money | null => (text === null ? null : moneyOf(text));
const dayIn = (text: string | null): string | null => (text === null ? null : dayOf(text));

const AROUND = /合计|总计|小计|期初余额|上期余额|期末余额|本期余额|承前|过次|以下空白|打印|总笔数|^共/;

/** A row that is no line of the list: sums, balances, the end of a page. */
export const isAround = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell.trim() === '') ||
  cells.some((cell) => AROUND.test(cell.trim()) && cell.trim().length < 20);
