import { z } from 'zod';

const text = z.string().trim().min(1, '须为文字');
const paragraphs = z.array(text, { error: '须为文字列表' });

/** 表样 Layouts of the filing papers: the nation's annexes, Henan's own, Huai'an's letter in place of annex 2. */
export const FORM_LAYOUTS = ['national', 'henan', 'huaian'] as const;

/** 告知书 What a place prints on its filing papers (REG-22): parameter `forms.notice`. */
export const noticeTexts = z.strictObject({
  layout: z.enum(FORM_LAYOUTS, { error: `须为${FORM_LAYOUTS.join('、')}之一` }),
  /** 温馨提示, 备案告知书: numbered paragraphs without their numbers. */
  notice: paragraphs.min(1, '至少一段'),
  /** 告知书 of the promise letter where the place prints another text there; the notice where it is left out. */
  promiseNotice: paragraphs.min(1, '至少一段').optional(),
  /** 承诺事项: one paragraph is printed as it is, several are numbered. */
  undertaking: paragraphs.min(1, '至少一段'),
  /** 保存期限 The note on how long the letter is kept (REG-20). */
  keptNote: text,
});

export type FormLayout = (typeof FORM_LAYOUTS)[number];
export type NoticeTexts = z.output<typeof noticeTexts>;
