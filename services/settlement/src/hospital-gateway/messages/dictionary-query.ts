import { fundDictionary } from './codes.js';
import { DICTIONARIES } from './dictionary.js';
import { optionalText, payload, record, text } from './fields.js';
import type { Read } from './fields.js';
import type { Transaction } from './transaction.js';

const request = payload(
  ['data'],
  record({
    /** 字典类型: the member the codes belong to, in any letter case. */
    kind: text('字典类型', 'type', 100),
    /** 有效标志: 0 asks for codes that hold no more. */
    valid: optionalText('有效标志', ['vali_flag', 'Vali_Flag'], 3),
  }),
);
export type DictionaryRequest = Read<typeof request>;
export interface DictionaryAnswer {
  readonly kind: string;
  readonly codes: readonly { readonly code: string; readonly label: string }[];
}

/** The codes of a dictionary that is known here, or null. */
export function dictionaryOf(kind: string): DictionaryAnswer['codes'] | null {
  const name = kind.toLowerCase();
  const found = name === 'fund_pay_type' ? fundDictionary() : Object.hasOwn(DICTIONARIES, name) && DICTIONARIES[name];
  return found ? Object.entries(found).map(([code, label]) => ({ code, label })) : null;
}

/** 1901 字典表查询. Who made a dictionary, when and in which version is the nation's to say; all ours are flat. */
export const queryDictionary: Transaction<DictionaryRequest, DictionaryAnswer> = {
  name: '字典表查询',
  family: 'catalogue',
  effect: 'read',
  parse: request,
  render: ({ kind, codes }) => ({
    list: codes.map(({ code, label }, index) => ({
      ...{ type: kind, label, value: code, parentValue: null, sort: index + 1, valiFlag: '1' },
      ...{ createUser: null, createDate: null, version: null },
    })),
  }),
};
