import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import type { BusinessDate } from '#kernel';
import { decideProblemStep, type ProblemStep } from '../../domain/problem-decisions.js';
import { ProblemWriter, type ProblemAnswer, type ProblemKey } from '../problem-writer.js';

/** 办理问题协同: answer, extension, confirmation, dispute (COL-01, COL-02). */
export class TakeProblemStepCommand extends Command<WriteOutcome<ProblemAnswer>> {
  constructor(
    readonly key: ProblemKey,
    readonly by: string,
    readonly step: ProblemStep,
  ) {
    super();
  }
}

@CommandHandler(TakeProblemStepCommand)
export class TakeProblemStepHandler implements ICommandHandler<TakeProblemStepCommand> {
  constructor(private readonly writer: ProblemWriter) {}

  execute({ key, by, step }: TakeProblemStepCommand): Promise<WriteOutcome<ProblemAnswer>> {
    const { requestId, metadata } = key;
    const act = { requestId, by, on: metadata.businessDate as BusinessDate };
    return this.writer.write(key, (problem) => decideProblemStep(step, act, problem));
  }
}
