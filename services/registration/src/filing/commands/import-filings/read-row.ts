import { isDateInput, NO_END } from '#http';
import { RegionCode, type BusinessDate } from '#kernel';
import { CHANNELS, DOCUMENT_KINDS, FILING_KINDS, LEVELS, type Channel, type FilingKind } from '#policy';
import type { ImportedFiling } from '../../domain/import-filing.js';
import type { PresentedDocument, Referral } from '../../domain/filing-events.js';
import type { Cells, Column } from './columns.js';

/** One thing wrong with a row. */
export interface Fault {
  readonly field: string;
  readonly rule: string;
  readonly code: string;
  readonly reason: string;
}

export type ReadRow =
  { readonly ok: true; readonly filing: ImportedFiling } | { readonly ok: false; readonly faults: readonly Fault[] };

const MAX_PSN_NO = 30;
const MAX_DOCUMENTS = 20;
const MAX_DIAGNOSIS = 20;
const MAX_INSTITUTION = 30;

/** Reads the form of every value of a row; all that is malformed is named at once. */
export function readRow(cells: Cells, filingId: string): ReadRow {
  const row = new RowReader(cells);
  const [appliedOn, validFrom] = [row.date('appliedOn'), row.date('validFrom')];
  // Written out member by member: this runs for every row, and spreading costs more than reading.
  const filing = {
    filingId,
    psnNo: row.psnNo(),
    insuredRegion: row.region('insuredRegion'),
    kind: row.oneOf('kind', FILING_KINDS) as FilingKind,
    destination: row.region('destination'),
    byPromise: row.yesOrNo('byPromise'),
    student: row.yesOrNo('student'),
    documents: row.documents(),
    documentsValidTo: row.endOrNone('documentsValidTo'),
    referral: row.referral(),
    channel: (cells.channel === '' ? 'import' : row.oneOf('channel', CHANNELS)) as Channel,
    appliedOn,
    startsOn: validFrom,
    // An earlier first day is that of an admission (REG-12, REG-16).
    admittedOn: validFrom < appliedOn ? validFrom : null,
    validTo: row.endOrNone('validTo'),
    owedUntil: row.dateOrNone('owedUntil'),
  };
  return row.faults.length === 0 ? { ok: true, filing } : { ok: false, faults: row.faults };
}

/** Texts the dates of a file repeat by the thousand; the calendar is asked once for each. */
const DATES = new Map<string, boolean>();
const DATES_LIMIT = 20_000;

function isDate(text: string): text is BusinessDate {
  const known = DATES.get(text);
  if (known !== undefined) return known;
  if (DATES.size >= DATES_LIMIT) DATES.clear();
  const is = isDateInput(text);
  DATES.set(text, is);
  return is;
}

class RowReader {
  readonly faults: Fault[] = [];

  constructor(private readonly cells: Cells) {}

  psnNo(): string {
    const text = this.cells.psnNo;
    return /^[\w-]+$/.test(text) && text.length <= MAX_PSN_NO
      ? text
      : this.fault('psnNo', 'REG-01', `须为人员编号：字母、数字，不超过${MAX_PSN_NO}位`, '');
  }

  region(field: Column): RegionCode {
    const text = this.cells[field];
    const read = RegionCode.parse(text, field);
    return read.ok
      ? read.value
      : this.fault(field, 'REG-04', '须为六位区划代码，且属于32个清算单位', text as RegionCode);
  }

  date(field: Column): BusinessDate {
    const text = this.cells[field];
    return isDate(text) ? text : this.fault(field, 'FORMAT', '须为日期YYYY-MM-DD', text as BusinessDate);
  }

  dateOrNone(field: Column): BusinessDate | null {
    return this.cells[field] === '' ? null : this.date(field);
  }

  endOrNone(field: Column): BusinessDate | null {
    return this.cells[field] === NO_END ? null : this.dateOrNone(field);
  }

  oneOf(field: Column, values: readonly string[]): string {
    const text = this.cells[field];
    return values.includes(text)
      ? text
      : this.fault(field, RULES[field] ?? 'FORMAT', `须为${values.join('、')}之一`, text);
  }

  yesOrNo(field: Column): boolean {
    const text = this.cells[field];
    if (text === 'true' || text === '1') return true;
    return text === 'false' || text === '0' || text === ''
      ? false
      : this.fault(field, 'FORMAT', '须为true或false（1或0），空为false', false);
  }

  documents(): readonly PresentedDocument[] {
    const text = this.cells.documents;
    if (text === '') return [];
    const kinds = text.split('|').map((kind) => kind.trim());
    if (kinds.length > MAX_DOCUMENTS || !kinds.every((kind) => Object.hasOwn(DOCUMENT_KINDS, kind))) {
      return this.fault('documents', 'REG-03', `须为材料类别，以|分隔：${Object.keys(DOCUMENT_KINDS).join('、')}`, []);
    }
    return kinds.map((kind) => ({ kind, documentId: null }));
  }

  /** All of a certificate or nothing of it; only its institution may be unknown. */
  referral(): Referral | null {
    const { referralInstitution, referralLevel, referralRegion, referralDiagnosis, referralIssuedOn } = this.cells;
    const given = [referralInstitution, referralLevel, referralRegion, referralDiagnosis, referralIssuedOn];
    if (given.every((text) => text === '')) return null;
    if (referralDiagnosis === '' || referralDiagnosis.length > MAX_DIAGNOSIS) {
      this.fault('referralDiagnosis', 'REG-03', `须填写诊断编码，不超过${MAX_DIAGNOSIS}个字符`, '');
    }
    if (referralInstitution.length > MAX_INSTITUTION) {
      this.fault('referralInstitution', 'REG-03', `不超过${MAX_INSTITUTION}个字符`, '');
    }
    return {
      ...{ institutionCode: referralInstitution || null, level: this.oneOf('referralLevel', LEVELS) },
      ...{ region: this.region('referralRegion'), diagnosis: referralDiagnosis },
      issuedOn: this.date('referralIssuedOn'),
    };
  }

  private fault<T>(field: Column, rule: string, reason: string, instead: T): T {
    this.faults.push({ field, rule, code: `import.${field}`, reason });
    return instead;
  }
}

const RULES: Partial<Record<Column, string>> = { kind: 'REG-01', channel: 'REG-05', referralLevel: 'REG-03' };
