import {
  completeCutOff,
  endsAtCutOff,
  recomputeCutOff,
  recomputeTable,
  type RecomputedMonth,
} from './recomputation.js';
import type { SeedRun } from './seed-run.js';

interface DoneSteps {
  readonly month: string;
  readonly cut_off_on: string | null;
  readonly completed_on: string | null;
  readonly generated_on: string | null;
  readonly chased_on: string | null;
  readonly published_on: string | null;
}

const STEPS: readonly (readonly [keyof Omit<DoneSteps, 'month' | 'completed_on'>, (month: string) => string])[] = [
  ['cut_off_on', (month) => `${month}-20`],
  ['generated_on', (month) => `${month}-21`],
  ['chased_on', (month) => `${month}-25`],
];

const followingOf = (month: string): string => {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
};

const stepsDone = (run: SeedRun): Promise<readonly DoneSteps[]> =>
  run.platform.read<DoneSteps>(
    'clearing',
    `select month, cut_off_on::text, completed_on::text, generated_on::text, chased_on::text, published_on::text
       from read_periods.period order by month`,
  );

/**
 * The daily jobs as schedulers may fire them: twice, two at once, or not to the end because the process crashed, and then again the
 * same day or on a later one. What they came to goes into the books.
 */
export async function runJobs(run: SeedRun): Promise<void> {
  const { platform, random, today } = run;
  run.maybeCrash('clearing');
  let ended = await platform.runJobs('clearing', today, random.permille(150) ? 2 : 1);
  await takeOver(run);
  if (!ended && random.permille(500)) return;
  if (!ended || random.permille(200)) {
    ended = await platform.runJobs('clearing', today);
    await takeOver(run);
  }
  if (ended) await checkDue(run);
  run.maybeCrash('prepayment');
  if (!(await platform.runJobs('prepayment', today))) await platform.runJobs('prepayment', today);
}

/** Steps that were done since the last look, one after the other, recomputed. */
async function takeOver(run: SeedRun): Promise<void> {
  for (const done of await stepsDone(run)) {
    const { month } = done;
    const { cut_off_on: on } = done;
    if (on !== null && !run.months.has(month)) run.months.set(month, recomputeCutOff(run.books, { month, on }));
    const known = run.months.get(month);
    if (known !== undefined) goOn(run, known, done);
  }
  await releasedBefore(run);
}

/** What follows the cut-off of a month. */
function goOn({ books }: SeedRun, known: RecomputedMonth, done: DoneSteps): void {
  const { month, completed_on: completedOn, generated_on: generatedOn } = done;
  if (completedOn !== null && !known.completed) completeCutOff(books, { month, on: completedOn }, known);
  if (generatedOn !== null && known.cells === null) known.cells = recomputeTable(books, month);
}

/** A crash between the end of holds and the cut-off leaves some ended: those the cut-off would end, and no others. */
async function releasedBefore(run: SeedRun): Promise<void> {
  const released = await run.platform.read<{ claim_id: string }>(
    'clearing',
    `select claim_id from read_holds.hold where cause in ('no-request', 'time-limit')`,
  );
  for (const { claim_id: claimId } of released) {
    if (run.books.holds.get(claimId)?.status !== 'held') continue;
    if (!monthsDue(run, '20').some((month) => endsAtCutOff(run.books, claimId, { month, on: run.today }))) {
      run.fail(`${claimId} 的审核暂缓不应自行结束 (AUD-02)`);
    }
    run.books.released(claimId);
  }
}

/** Months from the first claim on whose day has come. */
function monthsDue(run: SeedRun, day: string): readonly string[] {
  const first = [...run.books.claims.values()].map(({ claim }) => claim.settledOn.slice(0, 7)).sort()[0];
  const due: string[] = [];
  for (
    let month = first;
    month !== undefined && `${followingOf(month)}-${day}` <= run.today;
    month = followingOf(month)
  ) {
    due.push(month);
  }
  return due;
}

/** CLR-15: after the jobs of a day nothing that was due by then is undone. */
async function checkDue(run: SeedRun): Promise<void> {
  const done = new Map((await stepsDone(run)).map((row) => [row.month, row]));
  for (const [step, dueOn] of STEPS) {
    for (const month of monthsDue(run, '20').filter((each) => dueOn(followingOf(each)) <= run.today)) {
      if ((done.get(month)?.[step] ?? null) === null) run.fail(`${month} 的步骤 ${step} 到期未办 (CLR-15)`);
    }
  }
}

/** Months that have a table and no notices yet. */
export const unpublishedMonths = async (run: SeedRun): Promise<readonly string[]> =>
  (await stepsDone(run))
    .filter(({ generated_on: generated, published_on: published }) => generated !== null && published === null)
    .map(({ month }) => month);
