import type { VisitKind } from '#contracts';
import { ok, reject, type Result } from '#kernel';
import type { RecordedLine } from './events.js';
import type { Visit } from './visit.js';

/** What a settlement says it settles: 医疗类别 and the kind of visit it belongs to. */
export interface StatedCategory {
  readonly kind: VisitKind;
  readonly medType: string;
}

/**
 * 普通门诊 and 慢特病 cost of one visit are settled apart (SET-11): the settlement says which of the two its batch is.
 * Every other kind is that of the whole visit.
 */
export function chargedKind({ kind }: Pick<Visit, 'kind'>, stated: StatedCategory | null): VisitKind {
  if (stated === null || !isEither(kind) || !isEither(stated.kind)) return kind;
  return stated.kind;
}

const isEither = (kind: VisitKind): boolean => kind === 'outpatient' || kind === 'chronic';

/** The visit as this batch is settled: chronic of the one disease its lines name, or else the visit's own; or ordinary. */
export function chargedVisit(
  visit: Visit,
  stated: StatedCategory | null,
  lines: readonly RecordedLine[],
): Result<Visit> {
  const kind = chargedKind(visit, stated);
  if (!isEither(kind)) return ok(visit);
  const medType = kind === visit.kind || stated === null ? visit.medType : stated.medType;
  return kind === 'chronic' ? chronic({ ...visit, kind, medType }, lines) : ordinary(visit, medType, lines);
}

/** A line that names no disease is of the visit's own: it does not follow another one beside it. */
function chronic(visit: Visit, lines: readonly RecordedLine[]): Result<Visit> {
  const diseases = new Set(lines.map(({ disease }) => disease ?? visit.diseaseCode));
  const [diseaseCode = visit.diseaseCode, another] = [...diseases].filter((code) => code !== '');
  if (another !== undefined) {
    const message = `同一收费批次有多个慢特病病种(${diseaseCode}、${another})，请按病种分批结算`;
    return reject('chronic.several', 'SET-11', message, ['dise_codg', 'chrg_bchno']);
  }
  if (diseases.has('')) {
    return reject('visit.disease-missing', 'SET-11', '门诊慢特病须填写病种编码(dise_codg)', ['dise_codg']);
  }
  return ok({ ...visit, diseaseCode });
}

/** Cost of a chronic visit that has nothing to do with its disease is ordinary; lines that name a disease are not. */
function ordinary(visit: Visit, medType: string, lines: readonly RecordedLine[]): Result<Visit> {
  if (visit.kind !== 'chronic') return ok(visit);
  const disease = lines.find((line) => line.disease !== undefined)?.disease;
  if (disease === undefined) return ok({ ...visit, kind: 'outpatient', medType, diseaseCode: '' });
  const message = `该批次费用属于慢特病病种${disease}，请按门诊慢特病结算`;
  return reject('chronic.as-ordinary', 'SET-11', message, ['med_type', 'dise_codg']);
}

/** SET-11: where the place of insurance tells which diseases it has recognised (待遇认定), only those are settled as such. */
export function refuseUnrecognised(
  { kind, diseaseCode }: Pick<Visit, 'kind' | 'diseaseCode'>,
  recognised: readonly string[] | undefined,
): Result<never> | null {
  if (kind !== 'chronic' || recognised === undefined || recognised.includes(diseaseCode)) return null;
  const message = `参保地未认定该慢特病病种(${diseaseCode})的待遇，请按普通门诊结算，或先向参保地申请认定`;
  return reject('chronic.unrecognised', 'SET-11', message, ['dise_codg']);
}
