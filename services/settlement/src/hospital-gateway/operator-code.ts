import type { FieldCipher } from '#privacy';
import { ownNumber } from './messages/index.js';

const CODE = /^[!-~]{1,50}$/;
const DIGITS = 16;

/** 经办人 as recorded: the number the interface asks for, or a keyed hash of a name that was sent in its place (SEC-02, SEC-03). */
export function operatorCode(text: string, cipher: Pick<FieldCipher, 'searchHash'>): string {
  return CODE.test(text) && ownNumber(text) === text ? text : `name:${cipher.searchHash('name', text).slice(-DIGITS)}`;
}
