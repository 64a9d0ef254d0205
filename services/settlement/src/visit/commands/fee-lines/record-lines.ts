import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Result } from '#kernel';
import { splitFeeLine, type Catalogue } from '../../../adjudication/index.js';
import type { CheckedCall } from '../../../hospital-gateway/call.js';
import {
  dateOf,
  type InpatientLine,
  type LineUpload,
  type OutpatientLine,
} from '../../../hospital-gateway/messages/index.js';
import { CATALOGUE } from '../../../tokens.js';
import type { RecordedLine, VisitEvent } from '../../domain/events.js';
import { decideRecordLines } from '../../domain/fee-lines.js';
import { splitAsText } from '../../domain/split-as-text.js';
import { VisitWriter } from '../visit-writer.js';

type AnyLine = OutpatientLine | InpatientLine;
/** What splitting and recording need of a line, wherever it comes from. */
export type LineToSplit = Omit<
  InpatientLine,
  'visitId' | 'personNo' | 'originalSequence' | 'orderNo' | 'medicalCategory'
> & {
  readonly chargeBatch?: string;
  readonly diseaseCode?: string | undefined;
  readonly originalSequence?: string | undefined;
};

/** 2204 门诊, 2301 住院费用明细上传. Answered with how the place of care split every line (SET-02, SET-03). */
export class RecordLinesCommand extends Command<Result<readonly RecordedLine[]>> {
  constructor(readonly call: CheckedCall<LineUpload<AnyLine>>) {
    super();
  }
}

@CommandHandler(RecordLinesCommand)
export class RecordLinesHandler implements ICommandHandler<RecordLinesCommand> {
  constructor(
    private readonly visits: VisitWriter,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  execute({ call }: RecordLinesCommand): Promise<Result<readonly RecordedLine[]>> {
    const lines = call.request.lines.map((line) => recordedLine(line, this.catalogue));
    const command = { psnNo: call.request.personNo, institutionCode: call.institution.code, lines };
    return this.visits.write<readonly RecordedLine[]>(call, linesRecorded, (visit) =>
      decideRecordLines(command, visit),
    );
  }
}

const linesRecorded = (events: readonly VisitEvent[]): readonly RecordedLine[] =>
  events.flatMap((event) => (event.type === 'FeeLinesRecorded' ? event.data.lines : []));

/** The line as the place of care splits it by its catalogue (SET-01, SET-03). */
export function recordedLine(line: LineToSplit, catalogue: Catalogue): RecordedLine {
  const { listCode: code, amount, quantity } = line;
  const approval = (line.approval ?? '0') as '0' | '1' | '2';
  const split = splitFeeLine({ code, amount, quantity, approval }, catalogue.get(code));
  return {
    sequence: line.sequence,
    batch: line.chargeBatch ?? '',
    listCode: code,
    hospitalCode: line.hospitalCode ?? '',
    quantity: quantity.toString(),
    price: line.price.toString(),
    occurredOn: dateOf(line.occurredAt),
    ...splitAsText(split),
    ...given(line),
  };
}

/** Members that stand in a line only where the hospital sent them. */
const given = ({
  diseaseCode,
  outside,
  outsideInstitution,
  originalSequence,
  amount,
}: LineToSplit): Pick<RecordedLine, 'disease' | 'outside' | 'takesBack'> => ({
  ...(diseaseCode === undefined ? {} : { disease: diseaseCode }),
  ...(outside === true && outsideInstitution !== undefined ? { outside: outsideInstitution } : {}),
  ...(originalSequence !== undefined && amount.isNegative() ? { takesBack: originalSequence } : {}),
});
