import { maskText } from '#privacy';
import type { Diagnosis } from '../../hospital-gateway/messages/index.js';
import type { DiagnosisText } from '../domain/events.js';

const NAME_LENGTH = 100;

/** What is kept of a diagnosis; its name is words, so whatever looks like somebody's number is masked (SEC-02). */
export const diagnosisText = ({ order, kind, code, name, main, valid }: Diagnosis): DiagnosisText => ({
  order: order ?? null,
  kind: kind ?? null,
  code,
  name: name === undefined ? null : maskText(name.slice(0, NAME_LENGTH)),
  main: main ?? false,
  valid: valid ?? true,
});
