import { maskText } from '#privacy';
import type { Diagnosis } from '../../hospital-gateway/messages/index.js';
import type { DiagnosisText } from '../domain/events.js';

type KeptOfDiagnosis = Pick<Diagnosis, 'order' | 'kind' | 'code' | 'name' | 'main' | 'valid'>;

const NAME_LENGTH = 100;

/** What is kept of a diagnosis; its name is words, so whatever looks like somebody's number is masked (SEC-02). */
export const diagnosisText = ({ order, kind, code, name, main, valid }: KeptOfDiagnosis): DiagnosisText => ({
  order: order ?? null,
  kind: kind ?? null,
  code,
  name: name === undefined ? null : maskText(name.slice(0, NAME_LENGTH)),
  main: main ?? false,
  valid: valid ?? true,
});

interface MainDiagnosis {
  readonly mainDiagnosisCode: string | undefined;
  readonly mainDiagnosisName: string | undefined;
}

/** 住院主诊断代码 of 2401 marks the row of that code, or is a row of its own, where no row is marked. */
export function withMainDiagnosis(
  rows: readonly DiagnosisText[],
  { mainDiagnosisCode: code, mainDiagnosisName: name }: MainDiagnosis,
): readonly DiagnosisText[] {
  if (code === undefined || rows.some(({ main }) => main)) return rows;
  if (rows.some((row) => row.code === code)) return rows.map((row) => ({ ...row, main: row.code === code }));
  const own = { code, name, main: true, order: undefined, kind: undefined, valid: undefined };
  return [...rows, diagnosisText(own)];
}
