import { fileURLToPath } from 'node:url';
import type { Mark, Metrics } from '#forms';
import { businessDate, RegionCode, unwrap } from '#kernel';
import { loadPolicyBook, type NoticeTexts } from '#policy';
import { cityNamesOf } from '../src/filing/forms/city-names.js';
import {
  filingFormOf,
  type ApprovedFiling,
  type FilingFormFields,
  type FormPerson,
} from '../src/filing/forms/filing-form.js';

const BOOK = loadPolicyBook(fileURLToPath(new URL('../../../policies', import.meta.url)));

/** Places whose papers differ: layouts of Henan and Huai'an, own notices of Wuxi and Shaoguan, the nation's. */
export const PLACE = {
  wuxi: '320200',
  huaian: '320800',
  jiyuan: '419001',
  shaoguan: '440200',
  nation: '510100',
} as const;

const FILING: ApprovedFiling = {
  ...{ filingId: 'BA1', psnNo: 'P1', insuredRegion: '320200', kind: 'long-term-resident', destination: '440200' },
  ...{ byPromise: true, validFrom: '2025-08-01', validTo: null, replaces: null, restores: null, student: false },
  ...{ documents: [], documentsValidTo: null, referral: null, channel: 'window', admittedOn: null },
  ...{ appliedOn: '2025-08-01', startsOn: '2025-08-01' },
  owed: { anyOf: ['residence-permit', 'household-book'], until: '2025-08-16' },
};

const PERSON: FormPerson = { name: '欧阳测试', idNumber: '320202196005012013', sex: '1', insuranceType: '310' };

interface Changes {
  readonly filing?: Partial<ApprovedFiling>;
  readonly person?: Partial<FormPerson>;
  readonly cancelled?: boolean;
}

/** A filing on a promise of a resident for Shaoguan, changed as a test says, with the texts of its place. */
export function formOf(
  insuredRegion: string,
  { filing = {}, person = {}, cancelled = false }: Changes = {},
): { readonly fields: FilingFormFields; readonly texts: NoticeTexts } {
  const { values } = unwrap(BOOK.registration(RegionCode.of(insuredRegion), businessDate('2025-08-01')));
  const texts = values['forms.notice'];
  const fields = filingFormOf({
    filing: { ...FILING, insuredRegion, ...filing },
    person: { ...PERSON, ...person },
    ...{ cancelled, handledOn: '2025-08-02', cityNames: cityNamesOf(BOOK), texts },
  });
  return { fields, texts };
}

/** Chinese characters as wide as they are high, others a little wider than the font has them. */
export const METRICS: Metrics = {
  width: (text, size) => [...text].reduce((total, one) => total + (one < '\u2000' ? 0.65 : 1) * size, 0),
  has: (text) => !text.includes('𠮷'),
};

/** Everything printed, in reading order, without spaces. */
export const printed = (pages: readonly (readonly Mark[])[]): string =>
  pages
    .flat()
    .map((mark) => (mark.kind === 'text' ? mark.text : ''))
    .join('')
    .replace(/\s/gu, '');

/** What the ticked boxes stand for. */
export const ticked = (pages: readonly (readonly Mark[])[]): readonly string[] =>
  pages.flat().flatMap((mark) => (mark.kind === 'tick' && mark.on ? [mark.of] : []));
