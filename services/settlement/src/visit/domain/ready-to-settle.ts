import { Money, ok, reject, type Result } from '#kernel';
import { sumSplit, type Amounts } from '../../adjudication/domain/index.js';
import type { RecordedLine } from './events.js';
import { refuseForeignVisit } from './open-visit.js';
import type { SettleClaim } from './settle.js';
import type { Visit } from './visit.js';

/** 待结费用 The open lines a settlement takes and what they come to. */
export type Bill = { readonly lines: readonly RecordedLine[]; readonly amounts: Amounts };

/** What the place of care can say alone: whose visit, that it is finished, its open lines and what they come to. */
export function readyToSettle(command: SettleClaim, visit: Visit): Result<Bill> {
  const refusal = refuseForeignVisit(command, visit) ?? refuseUnfinishedStay(command, visit);
  if (refusal !== null) return refusal;
  const lines = linesToSettle(command, visit);
  const amounts = sumSplit(lines.map(amountsOf));
  return refuseUnequal(command, lines, amounts) ?? ok({ lines, amounts });
}

/** A stay is settled once discharged, or with the date of discharge in the message, or as an interim settlement. */
function refuseUnfinishedStay(command: SettleClaim, visit: Visit): Result<never> | null {
  if (visit.kind !== 'inpatient' || command.interim) return null;
  if (visit.status === 'discharged' || command.dischargedOn !== null) return null;
  return reject('stay.not-discharged', 'SET-12', '尚未办理出院，不能结算', ['mdtrt_id']);
}

function linesToSettle({ batch }: SettleClaim, visit: Visit): readonly RecordedLine[] {
  const open = [...visit.openLines.values()];
  return visit.kind === 'inpatient' || batch === null ? open : open.filter((line) => line.batch === batch);
}

export const amountsOf = (line: RecordedLine): Amounts => ({
  total: Money.of(line.total),
  inScope: Money.of(line.inScope),
  classBPrepay: Money.of(line.classBPrepay),
  overLimit: Money.of(line.overLimit),
  selfPay: Money.of(line.selfPay),
});

/** What the hospital states must be what its lines add up to, part by part (interface 6.8; SET-05). */
function refuseUnequal(command: SettleClaim, lines: readonly RecordedLine[], amounts: Amounts): Result<never> | null {
  if (lines.length === 0) return reject('settle.no-lines', 'SET-03', '没有可结算的费用明细，请先上传', ['chrg_bchno']);
  if (!amounts.total.eq(command.total)) {
    const message = `医疗费总额${command.total}与费用明细合计${amounts.total}不一致`;
    return reject('settle.total', 'SET-05', message, ['medfee_sumamt']);
  }
  const { split } = command;
  if (split === null) return null;
  const parts = ['inScope', 'classBPrepay', 'overLimit', 'selfPay'] as const;
  const different = parts.find((part) => !split[part].eq(amounts[part]));
  if (different === undefined) return null;
  const message = `费用分割与预结算不一致：上传${split[different]}，应为${amounts[different]}`;
  return reject('settle.split', 'SET-05', message, [
    'inscp_scp_amt',
    'preselfpay_amt',
    'overlmt_selfpay',
    'fulamt_ownpay_amt',
  ]);
}
