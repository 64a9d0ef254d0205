import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Result } from '#kernel';
import type { CheckedCall } from '../../../hospital-gateway/call.js';
import {
  dateOf,
  visitKindOf,
  type AmendAdmissionRequest,
  type AttributeRequest,
  type CancelAdmissionRequest,
  type RemarkLineRequest,
  ownNumber,
} from '../../../hospital-gateway/messages/index.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import {
  decideAmendAdmission,
  decideCancelAdmission,
  decideFileAttribute,
  decideRemarkLine,
} from '../../domain/change-stay.js';
import { refuseDayToCome } from '../../domain/day-to-come.js';
import { diagnosisText } from '../diagnosis-text.js';
import { saidMarks } from '../open-visit/open-visit.js';
import { VisitWriter } from '../visit-writer.js';

const callerOf = ({ request, institution }: CheckedCall<{ readonly personNo: string }>) => ({
  psnNo: request.personNo,
  institutionCode: institution.code,
});

/** 2403 住院信息变更. */
export class AmendAdmissionCommand extends Command<Result<null>> {
  constructor(readonly call: CheckedCall<AmendAdmissionRequest>) {
    super();
  }
}

@CommandHandler(AmendAdmissionCommand)
export class AmendAdmissionHandler implements ICommandHandler<AmendAdmissionCommand> {
  constructor(private readonly visits: VisitWriter) {}

  execute({ call }: AmendAdmissionCommand): Promise<Result<null>> {
    const { medicalCategory, diseaseCode, admittedAt, inpatientNo, marks, diagnoses } = call.request;
    const command = {
      ...callerOf(call),
      medType: medicalCategory,
      inpatient: visitKindOf(medicalCategory) === 'inpatient',
      diseaseCode,
      openedOn: dateOf(admittedAt),
      hospitalNumber: ownNumber(inpatientNo),
      marks: saidMarks(marks, medicalCategory),
      diagnoses: diagnoses.map(diagnosisText),
    };
    const early = refuseDayToCome(command.openedOn, call.businessDate, 'begntime');
    return this.visits.writeMarked(call, null, (visit) => early ?? decideAmendAdmission(command, visit));
  }
}

/** 2404 入院撤销. */
export class CancelAdmissionCommand extends Command<Result<null>> {
  constructor(readonly call: CheckedCall<CancelAdmissionRequest>) {
    super();
  }
}

@CommandHandler(CancelAdmissionCommand)
export class CancelAdmissionHandler implements ICommandHandler<CancelAdmissionCommand> {
  constructor(private readonly visits: VisitWriter) {}

  execute({ call }: CancelAdmissionCommand): Promise<Result<null>> {
    return this.visits.write(call, null, (visit) => decideCancelAdmission(callerOf(call), visit));
  }
}

/** 2306 住院费用明细备注修改. */
export class RemarkLineCommand extends Command<Result<null>> {
  constructor(readonly call: CheckedCall<RemarkLineRequest>) {
    super();
  }
}

@CommandHandler(RemarkLineCommand)
export class RemarkLineHandler implements ICommandHandler<RemarkLineCommand> {
  constructor(private readonly visits: VisitWriter) {}

  execute({ call }: RemarkLineCommand): Promise<Result<null>> {
    const { sequence, remark } = call.request;
    return this.visits.write(call, null, (visit) => decideRemarkLine({ ...callerOf(call), sequence, remark }, visit));
  }
}

/** 2406 就医特殊属性上传. */
export class FileAttributeCommand extends Command<Result<string>> {
  constructor(readonly call: CheckedCall<AttributeRequest>) {
    super();
  }
}

@CommandHandler(FileAttributeCommand)
export class FileAttributeHandler implements ICommandHandler<FileAttributeCommand> {
  constructor(private readonly visits: VisitWriter) {}

  execute({ call }: FileAttributeCommand): Promise<Result<string>> {
    const { kind, value } = call.request;
    const detailNo = numberFor(call.businessDate, 'attribute', call.envelope.idempotencyKey);
    return this.visits.write(call, detailNo, (visit) =>
      decideFileAttribute({ ...callerOf(call), detailNo, kind, value }, visit),
    );
  }
}
