import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WriteOutcome } from '#event-store';
import { decideRaise, type RaiseProblem } from '../../domain/problem-decisions.js';
import { ProblemWriter, type ProblemAnswer, type ProblemKey } from '../problem-writer.js';

/** 提出问题协同 (COL-01). */
export class RaiseProblemCommand extends Command<WriteOutcome<ProblemAnswer>> {
  constructor(
    readonly key: ProblemKey,
    readonly problem: RaiseProblem,
  ) {
    super();
  }
}

@CommandHandler(RaiseProblemCommand)
export class RaiseProblemHandler implements ICommandHandler<RaiseProblemCommand> {
  constructor(private readonly writer: ProblemWriter) {}

  execute({ key, problem }: RaiseProblemCommand): Promise<WriteOutcome<ProblemAnswer>> {
    return this.writer.write(key, (state) => decideRaise(problem, state));
  }
}
