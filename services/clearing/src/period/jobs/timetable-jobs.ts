import type { EventStore } from '#event-store';
import { overdueSteps, runDueSteps, type BusinessStep, type DueStep, type JobHandler, type JobReport } from '#jobs';
import { addDays, businessDate, compareDates, type BusinessDate } from '#kernel';
import type { PolicyBook } from '#policy';
import type { DailyJob } from '#service';
import { freezeInvestigationList } from '../../audit/jobs/freeze-list.js';
import { investigationListRef } from '../../audit/domain/investigation-list.js';
import { undoneBefore } from '../queries/undone.js';
import { dueOn, investigationListDueOn, type PeriodStep } from '../domain/timetable.js';
import { chaseConfirmations } from './chase-confirmations.js';
import { cutOff } from './cut-off.js';
import { generateTable } from './generate-table.js';
import { firstMonthOf } from './in-order.js';
import { publishNotices } from './publish-notices.js';
import { refusalOf, type StepOf } from './write-step.js';

/** What the steps are run with. */
export interface Means {
  readonly store: EventStore;
  readonly policies: PolicyBook;
}
type Run = (means: Means, step: StepOf) => Promise<unknown>;

/** How a step is run, and the day on which it was, in the read model: the stream of a period carries whole tables. */
const RUN: Readonly<Record<PeriodStep, { readonly run: Run; readonly doneOn: string; readonly description: string }>> =
  {
    'cut-off': {
      run: ({ store, policies }, step) => cutOff(store, policies, step),
      doneOn: 'cut_off_on',
      description: '20日截止：已对账确认的费用进入清算期 (CLR-02)',
    },
    table: {
      run: ({ store, policies }, step) => generateTable(store, policies, step),
      doneOn: 'generated_on',
      description: '21日清分：生成全国清算表，附件14及14-1至14-7 (CLR-03)',
    },
    confirmations: {
      run: ({ store }, step) => chaseConfirmations(store, step),
      doneOn: 'chased_on',
      description: '25日催办：列出尚未确认清算表的省级单位 (CLR-04)',
    },
    notices: {
      run: ({ store }, step) => publishNotices(store, step),
      doneOn: 'published_on',
      description: '月底发布付款、收款通知书，附件15、16 (CLR-05)',
    },
  };

/** A refusal leaves the step due and is told, by month; the other steps of the day go on. */
interface Watched {
  readonly step: BusinessStep;
  readonly refusals: Map<string, string>;
}

function periodStep(means: Means, name: PeriodStep): Watched {
  const refusals = new Map<string, string>();
  return {
    refusals,
    step: {
      name,
      dueOn: (month) => dueOn(name, month),
      isDone: async (month) => {
        const done = `select 1 from read_periods.period where month = $1 and ${RUN[name].doneOn} is not null`;
        return (await means.store.database.read(done, [month])).length > 0;
      },
      run: async (month, on) => {
        const refusal = await refusalOf(RUN[name].run(means, { month, on }));
        if (refusal !== null) refusals.set(month, refusal);
      },
    },
  };
}

function listStep(store: EventStore): Watched {
  return {
    refusals: new Map(),
    step: {
      name: 'investigation-list',
      dueOn: investigationListDueOn,
      isDone: async (month) => (await store.load(investigationListRef(month))).state.frozen,
      run: (month, on) => freezeInvestigationList(store, { month, on }),
    },
  };
}

async function runSteps(store: EventStore, watched: readonly Watched[], asOf: BusinessDate): Promise<JobReport> {
  const first = await firstMonthOf(store);
  if (first === null) return { ran: '', refused: '' };
  const steps = watched.map(({ step }) => step);
  const ran = await runDueSteps(steps, asOf, first);
  const refusals = watched.flatMap(({ step, refusals: told }) =>
    [...told].map(([month, message]) => ({ key: `${step.name} ${month}`, message })),
  );
  const refused = new Map(refusals.map(({ key, message }) => [key, message]));
  const done = ran.map(({ step, month }) => `${step} ${month}`).filter((key) => !refused.has(key));
  return { ran: done.join('、'), refused: [...refused].map(([key, message]) => `${key}：${message}`).join('；') };
}

const stepsOf = (means: Means): readonly Watched[] => [
  periodStep(means, 'cut-off'),
  periodStep(means, 'table'),
  periodStep(means, 'confirmations'),
  listStep(means.store),
  periodStep(means, 'notices'),
];

function jobOf(job: string, description: string, run: (asOf: BusinessDate) => Promise<JobReport>): JobHandler {
  return { job, description, run: (asOf) => run(businessDate(asOf)) };
}

/** Steps whose day came before this one and that are not done, and what provinces owe: what the watchdog names (CLR-15). */
export async function overdueOn(means: Means, date: BusinessDate): Promise<readonly DueStep[]> {
  const { store } = means;
  const first = await firstMonthOf(store);
  if (first === null) return [];
  const steps = stepsOf(means).map(({ step }) => step);
  const undone = [...(await overdueSteps(steps, addDays(date, -1), first)), ...(await undoneBefore(store, date))];
  return undone.sort((a, b) => compareDates(a.dueOn, b.dueOn));
}

/** The timetable of the clearing month: one job every day for whatever is due (CLR-15), and each step by its name. */
export function timetableJobs(means: Means): readonly DailyJob[] {
  const { store } = means;
  const everyDay = jobOf('clearing-day', '当日到期的全部清算步骤，补办错过的日期 (CLR-02 至 CLR-05，AUD-04)', (asOf) =>
    runSteps(store, stepsOf(means), asOf),
  );
  const single = (Object.keys(RUN) as PeriodStep[]).map((name) =>
    jobOf(name, RUN[name].description, (asOf) => runSteps(store, [periodStep(means, name)], asOf)),
  );
  const list = jobOf('investigation-list', '26日零时生成并冻结费用协查申请汇总表 (AUD-04)', (asOf) =>
    runSteps(store, [listStep(store)], asOf),
  );
  // An hour after the 20th is over: settlement tells at 00:01 what hospitals confirmed in its last minutes (REC-03, CLR-02).
  return [{ handler: everyDay, time: '01:00' }, ...[...single, list].map((handler) => ({ handler, time: null }))];
}
