import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Result } from '#kernel';
import type { CheckedCall } from '../../../hospital-gateway/call.js';
import {
  visitKindOf,
  type CancelRegistrationRequest,
  type OutpatientVisitRequest,
} from '../../../hospital-gateway/messages/index.js';
import { decideCancelVisit, decideDescribeVisit } from '../../domain/open-visit.js';
import { saidMarks } from '../open-visit/open-visit.js';
import { diagnosisText } from '../diagnosis-text.js';
import { VisitWriter } from '../visit-writer.js';

/** 2203, 2203A 门诊就诊信息上传. */
export class DescribeVisitCommand extends Command<Result<null>> {
  constructor(readonly call: CheckedCall<OutpatientVisitRequest>) {
    super();
  }
}

@CommandHandler(DescribeVisitCommand)
export class DescribeVisitHandler implements ICommandHandler<DescribeVisitCommand> {
  constructor(private readonly visits: VisitWriter) {}

  execute({ call }: DescribeVisitCommand): Promise<Result<null>> {
    const { personNo, medicalCategory, diseaseCode, marks, diagnoses } = call.request;
    return this.visits.writeMarked(call, null, (visit) =>
      decideDescribeVisit(
        {
          psnNo: personNo,
          institutionCode: call.institution.code,
          visitKind: visitKindOf(medicalCategory),
          medType: medicalCategory,
          diseaseCode: diseaseCode ?? '',
          marks: saidMarks(marks, medicalCategory),
          diagnoses: diagnoses.map(diagnosisText),
        },
        visit,
      ),
    );
  }
}

/** 2202 门诊挂号撤销. */
export class CancelVisitCommand extends Command<Result<null>> {
  constructor(readonly call: CheckedCall<CancelRegistrationRequest>) {
    super();
  }
}

@CommandHandler(CancelVisitCommand)
export class CancelVisitHandler implements ICommandHandler<CancelVisitCommand> {
  constructor(private readonly visits: VisitWriter) {}

  execute({ call }: CancelVisitCommand): Promise<Result<null>> {
    const caller = { psnNo: call.request.personNo, institutionCode: call.institution.code };
    return this.visits.write(call, null, (visit) => decideCancelVisit(caller, visit));
  }
}
