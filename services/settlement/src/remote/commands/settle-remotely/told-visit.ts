import { isDeepStrictEqual } from 'node:util';
import type { Rejection } from '#kernel';
import { readyToSettle, type SettleClaim } from '../../../visit/domain/settle.js';
import type { Visit } from '../../../visit/domain/visit.js';

/** What the place was told of the visit, as far as its answer may rest on it. */
export function toldOf(command: SettleClaim, visit: Visit): readonly unknown[] {
  const { facts, medType, diseaseCode, marks, diagnoses, dischargedOn } = visit;
  const ready = readyToSettle(command, visit);
  const lines = ready.ok ? ready.value.lines : [];
  return [facts?.openedOn, medType, diseaseCode, marks, diagnoses, dischargedOn, lines];
}

/** Whether the visit as it stands is what the place was told; members may come in another order from the log than from memory. */
export const isAsTold = (command: SettleClaim, visit: Visit, told: readonly unknown[]): boolean =>
  isDeepStrictEqual(toldOf(command, visit), told);

/** The place has computed something else than what would be recorded (SET-01). */
export const changedMeanwhile: Rejection = {
  code: 'remote.changed',
  rule: 'SET-15',
  message: '结算期间就诊信息或费用明细已变更，本次结算已作废冲正，请以新的报文重新结算',
  fields: ['mdtrt_id'],
};
