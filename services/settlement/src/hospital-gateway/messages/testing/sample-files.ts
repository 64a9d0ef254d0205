import { readFileSync, readdirSync } from 'node:fs';
import { citizenIdCheckCharacter } from '#kernel';

/** One captured or reconstructed pair of messages. */
export interface Sample {
  readonly file: string;
  readonly infno: string;
  /** Request text with the placeholder document numbers of the file. */
  readonly request: string | undefined;
  readonly response: { readonly [member: string]: unknown } | undefined;
}

const FOLDER = new URL('../../samples/', import.meta.url);
const PLACEHOLDER = /0000001900010(\d{5})/g;

/** A valid citizen number for each placeholder: same person, same number. */
export const validNumber = (serial: string): string => {
  const first17 = `11010119900101${serial.slice(2)}`;
  return first17 + citizenIdCheckCharacter(first17);
};

export const withValidNumbers = (text: string): string =>
  text.replaceAll(PLACEHOLDER, (_all, serial: string) => validNumber(serial));

const read = (file: string): Sample => {
  const content = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as {
    readonly infno: string;
    readonly request: unknown;
    readonly response: Sample['response'] | null;
  };
  const request = content.request ? JSON.stringify(content.request) : undefined;
  return { file, infno: content.infno, request, response: content.response ?? undefined };
};

export const samples: readonly Sample[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map(read);

export const sample = (file: string): Sample => {
  const found = samples.find((one) => one.file === file);
  if (!found) throw new Error(`没有样例 ${file}`);
  return found;
};

/** The request bytes of a sample with valid document numbers. */
export const requestOf = (file: string): Uint8Array =>
  Buffer.from(withValidNumbers(sample(file).request ?? ''), 'utf8');
