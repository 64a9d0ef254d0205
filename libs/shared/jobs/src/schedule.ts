import { compareDates, nextMonth, type BusinessDate, type ClearingMonth } from '#kernel';

/** A step that happens once a month on its day. */
export interface BusinessStep {
  readonly name: string;
  dueOn(month: ClearingMonth): BusinessDate;
  isDone(month: ClearingMonth): Promise<boolean>;
  run(month: ClearingMonth, asOf: BusinessDate): Promise<void>;
}

export interface DueStep {
  readonly step: string;
  readonly month: ClearingMonth;
  readonly dueOn: BusinessDate;
  /** Who has not done it, where one party must: its name. */
  readonly who?: string;
  /** How many of one kind wait, where more than one does. */
  readonly count?: number;
}

interface Scheduled extends DueStep {
  readonly of: BusinessStep;
}

/** Steps due up to a date from a first month on, by due date, then in the order given. Pure. */
export function stepsDueBy(
  steps: readonly BusinessStep[],
  asOf: BusinessDate,
  firstMonth: ClearingMonth,
): readonly Scheduled[] {
  const due: Scheduled[] = [];
  for (let month = firstMonth; `${month}-01` <= asOf; month = nextMonth(month)) {
    for (const of of steps) {
      const dueOn = of.dueOn(month);
      if (compareDates(dueOn, asOf) <= 0) due.push({ of, step: of.name, month, dueOn });
    }
  }
  const order = new Map(steps.map((step, index) => [step.name, index]));
  return due.sort((a, b) => compareDates(a.dueOn, b.dueOn) || (order.get(a.step) ?? 0) - (order.get(b.step) ?? 0));
}

/** Steps that should have been done and are not: what the watchdog names. */
export async function overdueSteps(
  steps: readonly BusinessStep[],
  asOf: BusinessDate,
  firstMonth: ClearingMonth,
): Promise<readonly DueStep[]> {
  const undone: DueStep[] = [];
  for (const { of, step, month, dueOn } of stepsDueBy(steps, asOf, firstMonth)) {
    if (!(await of.isDone(month))) undone.push({ step, month, dueOn });
  }
  return undone;
}

/** Runs what is due and not done, in order; a missed day is made up, a second run does nothing (CLR-15). */
export async function runDueSteps(
  steps: readonly BusinessStep[],
  asOf: BusinessDate,
  firstMonth: ClearingMonth,
): Promise<readonly DueStep[]> {
  const ran: DueStep[] = [];
  for (const { of, step, month, dueOn } of stepsDueBy(steps, asOf, firstMonth)) {
    if (await of.isDone(month)) continue;
    await of.run(month, asOf);
    ran.push({ step, month, dueOn });
  }
  return ran;
}
