import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Result } from '#kernel';
import type { CheckedCall } from '../../../hospital-gateway/call.js';
import {
  dateOf,
  type CancelDischargeRequest,
  type DischargeRequest,
} from '../../../hospital-gateway/messages/index.js';
import { refuseDayToCome } from '../../domain/day-to-come.js';
import { decideDischarge, decideUndoDischarge } from '../../domain/discharge.js';
import { diagnosisText } from '../diagnosis-text.js';
import { VisitWriter } from '../visit-writer.js';

/** 2402 出院办理. */
export class DischargePatientCommand extends Command<Result<null>> {
  constructor(readonly call: CheckedCall<DischargeRequest>) {
    super();
  }
}

@CommandHandler(DischargePatientCommand)
export class DischargePatientHandler implements ICommandHandler<DischargePatientCommand> {
  constructor(private readonly visits: VisitWriter) {}

  execute({ call }: DischargePatientCommand): Promise<Result<null>> {
    const { personNo, dischargedAt, disposition, diseaseCode, diagnoses } = call.request;
    const command = {
      psnNo: personNo,
      institutionCode: call.institution.code,
      on: dateOf(dischargedAt),
      way: disposition ?? '9',
      diseaseCode,
      diagnoses: diagnoses.map(diagnosisText),
    };
    const early = refuseDayToCome(command.on, call.businessDate, 'endtime');
    return this.visits.write(call, null, (visit) => early ?? decideDischarge(command, visit));
  }
}

/** 2405 出院撤销. */
export class UndoDischargeCommand extends Command<Result<null>> {
  constructor(readonly call: CheckedCall<CancelDischargeRequest>) {
    super();
  }
}

@CommandHandler(UndoDischargeCommand)
export class UndoDischargeHandler implements ICommandHandler<UndoDischargeCommand> {
  constructor(private readonly visits: VisitWriter) {}

  execute({ call }: UndoDischargeCommand): Promise<Result<null>> {
    const caller = { psnNo: call.request.personNo, institutionCode: call.institution.code };
    return this.visits.write(call, null, (visit) => decideUndoDischarge(caller, visit));
  }
}
