import { describe, expect, it } from '@jest/globals';
import { counterpartyFinder } from './counterparty.js';

const of = counterpartyFinder([
  { unit: '31', accountNumber: '31010000123456', accountName: '上海市财政局' },
  { unit: '32', accountNumber: '32010000123456', accountName: '财政专户' },
  { unit: '33', accountNumber: '33010000123456', accountName: '财政专户' },
]);
const found = (counterpartyName: string | null, counterpartyAccount: string | null = null): string | null =>
  of({ counterpartyName, counterpartyAccount });

describe('the other side of a line', () => {
  it('CLR-13: is known by its account before its name', () => {
    expect(found('某银行待清算', '31010000123456')).toBe('31');
    expect(found('浙江省财政厅', '31010000123456')).toBe('31');
    expect(found('上海市财政局', '99999999')).toBe('31');
  });

  it('CLR-13: is known by the one unit its name speaks of, and by none where there are two', () => {
    expect(found('浙江省财政厅社会保障基金专户')).toBe('33');
    expect(found('新疆生产建设兵团财政局')).toBe('66');
    expect(found('青海省海南藏族自治州财政局')).toBe('63');
    expect(found('吉林市财政局')).toBe('22');
    expect(found('新疆兵团医疗保障局')).toBe('66');
    expect(found('新疆财政厅')).toBe('65');
    expect(found('海南藏族自治州财政局')).toBe('63');
    expect(found('海南州医疗保障局')).toBe('63');
    expect(found('海南财政厅')).toBe('46');
    expect(found('江苏省转上海市')).toBeNull();
    expect(found('财政专户')).toBeNull();
    expect(found(null)).toBeNull();
  });
});
