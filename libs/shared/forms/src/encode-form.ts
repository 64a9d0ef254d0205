import type { Form } from './form.js';
import { paperOfForm } from './form-paper.js';
import { writePdf } from './pdf-writer.js';
import { writeWorkbook } from './workbook.js';

export const FORM_TYPES = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
} as const;

export interface EncodedForm {
  readonly body: Buffer;
  readonly type: string;
  readonly extension: keyof typeof FORM_TYPES;
}

/** A form as PDF where the caller accepts `application/pdf`, otherwise as a workbook. `madeOn` is a business date. */
export async function encodeForm(form: Form, accept: string | undefined, madeOn: string): Promise<EncodedForm> {
  const extension = accept?.includes(FORM_TYPES.pdf) === true ? 'pdf' : 'xlsx';
  const body = await (extension === 'pdf' ? writePdf(paperOfForm(form), madeOn) : writeWorkbook(form));
  return { body, type: FORM_TYPES[extension], extension };
}
