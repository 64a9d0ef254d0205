import type { Diagnosis } from '../../hospital-gateway/messages/index.js';
import type { DiagnosisText } from '../domain/events.js';

const NAME_LENGTH = 100;

/** What is kept of a diagnosis. */
export const diagnosisText = ({ order, kind, code, name, main, valid }: Diagnosis): DiagnosisText => ({
  order: order ?? null,
  kind: kind ?? null,
  code,
  name: name?.slice(0, NAME_LENGTH) ?? null,
  main: main ?? false,
  valid: valid ?? true,
});
