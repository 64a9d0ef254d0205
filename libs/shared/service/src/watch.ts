import type { Logger } from 'pino';
import type { ServiceOperations } from '#http';

const LOOK_EVERY_MS = 60_000;
const FAR_BEHIND = 10_000;

/** Says in the log, once a minute, what an operator must know: steps overdue, followers far behind, messages put aside. */
export function overdueWatch(operations: ServiceOperations, logger: Logger): () => void {
  const look = async (): Promise<void> => {
    const overdue = await operations.overdue();
    if (overdue.length > 0) logger.warn({ overdue }, '有到期未办的步骤');
    const behind = (await operations.lag()).filter((entry) => entry.behind > FAR_BEHIND);
    if (behind.length > 0) logger.warn({ behind }, '滞后过大');
    const letters = await operations.deadLetters();
    if (letters.length > 0) logger.warn({ letters: letters.length, first: letters[0]?.id }, '有未处理的死信');
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => logger.warn({ err: error }, '巡检失败'));
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
