import { isBusinessDate, parseClearingMonth, parseClearingUnit } from '#kernel';
import type { Command } from 'commander';

/** A value given on the command line cannot be used. */
export class InputRefused extends Error {
  override readonly name = 'InputRefused';
}

export const positive = (text: string): number => {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new InputRefused(`须为正整数：${text}`);
  return Number(text);
};

export const dateText = (text: string): string => {
  if (!isBusinessDate(text)) throw new InputRefused(`业务日期须为 YYYY-MM-DD：${text}`);
  return text;
};

export const monthText = (text: string): string => {
  if (!parseClearingMonth(text, 'month').ok) throw new InputRefused(`清算月份须为 YYYY-MM：${text}`);
  return text;
};

export const unitText = (text: string): string => {
  if (!parseClearingUnit(text, 'unit').ok) throw new InputRefused(`--unit 须为32个清算单位之一的两位代码：${text}`);
  return text;
};

export const withJson = (command: Command): Command => command.option('--json', '输出 JSON，供程序读取', false);
