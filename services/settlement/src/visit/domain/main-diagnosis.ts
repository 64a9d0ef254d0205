import type { DiagnosisText } from './events.js';
import type { Visit } from './visit.js';

/** 主诊断: the one marked so last, else the first by its order number, else the first that was sent. */
function mainOf(diagnoses: readonly DiagnosisText[]): DiagnosisText | undefined {
  const marked = diagnoses.filter(({ main }) => main).at(-1);
  if (marked !== undefined) return marked;
  const ordered = diagnoses.filter(({ order }) => order !== null);
  return ordered.sort((a, b) => Number(a.order) - Number(b.order))[0] ?? diagnoses[0];
}

/** What a policy's conditions on diseases see (SET-07, SET-11): the disease of an outpatient visit, the main diagnosis of a stay. */
export function diseaseOf({ kind, diseaseCode, diagnoses }: Pick<Visit, 'kind' | 'diseaseCode' | 'diagnoses'>): string {
  if (kind !== 'inpatient' && diseaseCode !== '') return diseaseCode;
  if (kind === 'chronic') return '';
  return mainOf(diagnoses)?.code ?? diseaseCode;
}
