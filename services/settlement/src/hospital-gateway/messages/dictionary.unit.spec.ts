import { describe, expect, it } from '@jest/globals';
import { ok } from '#kernel';
import { allTransactions, transactionInfo } from './catalogue.js';
import {
  ACCOUNT_USES,
  APPROVALS,
  CREDENTIAL_KINDS,
  DISPOSITIONS,
  DOCUMENT_KINDS,
  INSURANCE_TYPES,
  MEDICAL_CATEGORIES,
  REFERRAL_KINDS,
  reconciledTypeOf,
  SETTLEMENT_WAYS,
} from './codes.js';
import { DICTIONARIES } from './dictionary.js';
import { dictionaryOf, queryDictionary } from './dictionary-query.js';
import { code, type CodeSet } from './values.js';
import { whyUnserved } from './unserved.js';

describe('1901', () => {
  const sets: readonly (readonly [name: string, set: CodeSet])[] = [
    ['insutype', INSURANCE_TYPES],
    ['mdtrt_cert_type', CREDENTIAL_KINDS],
    ['psn_cert_type', DOCUMENT_KINDS],
    ['med_type', MEDICAL_CATEGORIES],
    ['hosp_appr_flag', APPROVALS],
    ['psn_setlway', SETTLEMENT_WAYS],
    ['acct_used_flag', ACCOUNT_USES],
    ['dscg_way', DISPOSITIONS],
    ['refl_type', REFERRAL_KINDS],
  ];

  it.each(sets)('NHSA-5: every code it tells of %s is one the gateway takes', (name, set) => {
    const codes = Object.keys(DICTIONARIES[name] ?? {});
    expect(codes.length).toBeGreaterThan(1);
    for (const value of codes) expect(code('x', 'x', set)({ x: value })).toEqual(ok(value));
  });

  it('NHSA-5: clearing categories are those 3201 reconciles; funds are those of the answers', () => {
    for (const { code: value } of dictionaryOf('CLR_TYPE') ?? []) expect(reconciledTypeOf(value)).toBe(value);
    expect(dictionaryOf('fund_pay_type')).toContainEqual({ code: '310200', label: '城镇职工基本医疗保险个人账户基金' });
  });

  it('NHSA-4.13: rows under list, in order, in any letter case; nothing is made up, and the name of an object is no dictionary', () => {
    const codes = dictionaryOf('GEND') ?? [];
    expect(queryDictionary.render({ kind: 'GEND', codes })).toEqual({
      list: ['未知', '男', '女'].map((label, index) => ({
        ...{ type: 'GEND', label, value: String(index), parentValue: null, sort: index + 1, valiFlag: '1' },
        ...{ createUser: null, createDate: null, version: null },
      })),
    });
    for (const kind of ['constructor', '__proto__', 'naty']) expect(dictionaryOf(kind)).toBeNull();
  });
});

describe('what is not served', () => {
  it('NHSA-4.1: is refused by its number with the reason, and nothing that is served has one to be refused with', () => {
    const told = (transaction: string): string => {
      const info = transactionInfo(transaction);
      return info.ok ? 'served' : info.rejection.message;
    };
    expect(told('5101')).toBe('交易编号(infno)5101不支持：本平台没有科室和医师的登记');
    expect(told('1301')).toMatch(/^交易编号\(infno\)1301不支持：.*1312/);
    expect(told('9999')).toBe('交易编号(infno)9999不支持');
    const numbers = ['1306A', '1316', '1162', '2163', '2181', '3101', '3212', '3301', '3505A', '4101A', '4701', '5102'];
    for (const number of [...numbers, '5401', '5461', '5501', '6201', '7101', '9601']) {
      expect(told(number)).toContain('：');
      expect(told(number).length).toBeLessThan(60);
    }
    for (const { transaction } of allTransactions()) expect(whyUnserved(transaction)).toBeNull();
  });
});
