import { checkCitizenId, ok } from '#kernel';
import { maskIdNumber } from '#privacy';
import { refine, text, type Reader } from './fields.js';

const CITIZEN_NUMBER = /(?<!\d)\d{17}[\dXx](?!\d)/g;

/** A number of the hospital's own (住院号, 发票号, …) as it is kept: a citizen number in it is masked (SEC-02). */
export const ownNumber = (number: string): string =>
  number.replace(CITIZEN_NUMBER, (part) => (checkCitizenId(part).ok ? maskIdNumber(part) : part));

/** 收费批次号 chrg_bchno, which lines, withdrawals and settlements name alike. */
export const chargeBatch: Reader<string> = refine(text('收费批次号', 'chrg_bchno', 30), (batch) =>
  ok(ownNumber(batch)),
);
