import { businessDate } from '#kernel';
import { SimulatedClock, type DueStep, type JobQueue, type JobReport } from '#jobs';
import type { CheckEntry, DeadLetterEntry, LagEntry, ServiceOperations } from '#http';
import type { ServiceContext, ServiceDefinition } from './definition.js';
import type { Messaging } from './messaging.js';

const LISTED = 200;

/** What the ops team and the command line do with a running service, the same for all four. */
export class RunningOperations implements ServiceOperations {
  readonly service: string;

  constructor(
    private readonly definition: ServiceDefinition,
    private readonly context: ServiceContext,
    private readonly messaging: Messaging,
    private readonly queue: JobQueue,
  ) {
    this.service = definition.name;
  }

  jobs() {
    return this.definition.jobs(this.context).map(({ handler: { job, description } }) => ({ job, description }));
  }

  runJob(job: string, asOf: string): Promise<JobReport> {
    return this.queue.run(job, businessDate(asOf));
  }

  async runDay(asOf: string): Promise<Readonly<Record<string, JobReport>>> {
    const reports: Record<string, JobReport> = {};
    for (const { handler, time } of this.definition.jobs(this.context)) {
      if (time !== null) reports[handler.job] = await this.queue.run(handler.job, businessDate(asOf));
    }
    return reports;
  }

  async overdue(): Promise<readonly DueStep[]> {
    const { clock } = this.context;
    return (await this.definition.overdue?.(this.context, clock.businessDate())) ?? [];
  }

  businessDate(): string {
    return this.context.clock.businessDate();
  }

  async setBusinessDate(date: string): Promise<void> {
    const { clock } = this.context;
    if (!(clock instanceof SimulatedClock)) throw new Error('业务日期只能在模拟时钟下设置');
    await clock.setBusinessDate(businessDate(date));
  }

  async lag(): Promise<readonly LagEntry[]> {
    const projections = await this.context.store.projections.lag();
    const behind = [...projections].map(([name, count]) => ({ what: `read model ${name}`, behind: count }));
    return [...(await this.messaging.lag()), ...behind];
  }

  async deadLetters(): Promise<readonly DeadLetterEntry[]> {
    return this.messaging.inbox.deadLetters(LISTED);
  }

  async replayDeadLetter(id: string): Promise<string> {
    return (await this.messaging.inbox.replayDeadLetter(id)).kind;
  }

  async rebuild(readModel: string): Promise<{ readonly events: number }> {
    const { events } = await this.context.store.projections.rebuild(readModel);
    return { events };
  }

  verify(): Promise<readonly CheckEntry[]> {
    return this.definition.verify(this.context);
  }

  figures(): Promise<Readonly<Record<string, string>>> {
    return this.definition.figures(this.context);
  }

  async health(): Promise<Readonly<Record<string, 'up' | 'down'>>> {
    const state = (check: Promise<unknown>): Promise<'up' | 'down'> =>
      check.then(
        () => 'up',
        () => 'down',
      );
    const [database, bus, jobs] = await Promise.all([
      state(this.context.store.database.read('select 1')),
      state(this.messaging.bus.health()),
      state(this.queue.health()),
    ]);
    return { database, bus, jobs };
  }
}
