import { ok, reject, type Result } from '#kernel';
import type { RecordedLine, VisitEvent } from './events.js';
import { splitLikeOriginals } from './lines-taken-back.js';
import { refuseForeignVisit } from './open-visit.js';
import { withLines, type Visit } from './visit.js';

export interface RecordLines {
  readonly psnNo: string;
  readonly institutionCode: string;
  readonly lines: readonly RecordedLine[];
}

/** Fee lines a visit may hold; a longer stay is settled in parts. */
export const MAX_LINES_PER_VISIT = 20_000;

/** 费用明细上传 2204, 2301. A sequence number is used once in a visit; it is free again once its line is withdrawn. */
export function decideRecordLines(command: RecordLines, visit: Visit): Result<readonly VisitEvent[]> {
  const refused = refuseForeignVisit(command, visit);
  if (refused !== null) return refused;
  if (visit.openLines.size + visit.settledLines.size + command.lines.length > MAX_LINES_PER_VISIT) {
    return reject('lines.too-many', 'SET-16', `一次就诊的费用明细不能超过${MAX_LINES_PER_VISIT}条`, ['feedetail']);
  }
  const outside = refuseOutsideTheStay(command.lines, visit);
  if (outside !== null) return outside;
  const seen = new Set([...visit.openLines.keys(), ...visit.settledLines.keys()]);
  for (const { sequence } of command.lines) {
    if (seen.has(sequence)) {
      return reject('lines.repeated', 'SET-15', '费用明细流水号在本次就诊中重复', ['feedetl_sn']);
    }
    seen.add(sequence);
  }
  const after = splitLikeOriginals(withLines(visit.openLines, command.lines), visit.settledLines);
  const lines = command.lines.map((line) => after.get(line.sequence) ?? line);
  return ok([{ type: 'FeeLinesRecorded', data: { lines } }]);
}

/** SET-10: what arose in another institution joins the stay it belongs to, from its admission to its discharge. */
function refuseOutsideTheStay(lines: readonly RecordedLine[], { facts, dischargedOn }: Visit): Result<never> | null {
  if (facts?.inpatient !== true) return null;
  const elsewhere = lines.filter(({ outside }) => outside !== undefined);
  const stray = elsewhere.find(
    ({ occurredOn }) => occurredOn < facts.openedOn || (dischargedOn !== null && occurredOn > dischargedOn),
  );
  if (stray === undefined) return null;
  const message = `外检外购费用发生日期${stray.occurredOn}不在住院期间`;
  return reject('lines.outside-stay', 'SET-10', message, ['fee_ocur_time']);
}

export interface WithdrawLines {
  readonly psnNo: string;
  readonly institutionCode: string;
  /** Every open line, those of a charge batch (2205), or lines by number (2302). */
  readonly which: 'all' | { readonly batch: string } | { readonly sequences: readonly string[] };
}

/** 费用明细撤销 2205, 2302. Settled lines stay. */
export function decideWithdrawLines(command: WithdrawLines, visit: Visit): Result<readonly VisitEvent[]> {
  const refused = refuseForeignVisit(command, visit);
  if (refused !== null) return refused;
  const sequences = selected(command.which, visit);
  if (sequences.some((sequence) => visit.settledLines.has(sequence))) {
    return reject('lines.settled', 'SET-13', '费用明细已结算，不能撤销，请先退费', ['feedetl_sn']);
  }
  const known = sequences.filter((sequence) => visit.openLines.has(sequence));
  if (known.length === 0) return reject('lines.unknown', 'SET-15', '没有可撤销的费用明细', ['feedetl_sn']);
  return ok([{ type: 'FeeLinesWithdrawn', data: { sequences: known } }]);
}

function selected(which: WithdrawLines['which'], visit: Visit): readonly string[] {
  if (which === 'all') return [...visit.openLines.keys()];
  if ('sequences' in which) return which.sequences;
  return [...visit.openLines.values()].filter(({ batch }) => batch === which.batch).map(({ sequence }) => sequence);
}
