import type { Grid } from './grid.js';
import type { Page } from './page.js';

/** What stands above or below the table of a form. */
export type FormLine =
  | { readonly kind: 'line'; readonly text: string; readonly align: 'left' | 'center' | 'right' }
  /** Running text, its first line indented by two characters. */
  | { readonly kind: 'paragraph'; readonly text: string }
  /** Places to sign, side by side. */
  | { readonly kind: 'beside'; readonly texts: readonly string[] };

/** 表单 One annex filled in, the same for a workbook and for paper. */
export interface Form {
  /** Number of the annex: `14-1`. */
  readonly annex: string;
  /** Lines of its title; together they are its name. */
  readonly title: readonly string[];
  readonly above: readonly FormLine[];
  readonly grid: Grid | null;
  readonly below: readonly FormLine[];
  readonly page: Page;
}

export const line = (text: string, align: 'left' | 'center' | 'right' = 'left'): FormLine => ({
  ...{ kind: 'line', text, align },
});
export const running = (text: string): FormLine => ({ kind: 'paragraph', text });
export const beside = (...texts: readonly string[]): FormLine => ({ kind: 'beside', texts });

export const nameOfForm = ({ title }: Pick<Form, 'title'>): string => title.join('');
