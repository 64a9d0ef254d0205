/** What a shell makes of a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

/**
 * Until the returned function is called, Ctrl-C and SIGTERM first undo what was started and then end the program with `code`: the
 * embedded database server outlives the process that started it, and a folder that stays must be one to go on with. What cannot be
 * undone is said, and the program ends with 1. A signal that comes twice, as one sent to a group does that is also passed on, is one.
 * The program is ended, not left to end: timers and connections of what was under way would keep it. Whoever fails because what it
 * works on is being stopped waits in the returned function for that end.
 */
export function onInterrupt(undo: () => Promise<unknown>, code = INTERRUPTED): () => Promise<void> {
  const stop = async (): Promise<void> => {
    try {
      await undo();
      process.exit(code);
    } catch (error) {
      process.stderr.write(`中断后未能停止：${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    }
  };
  let stopping: Promise<void> | null = null;
  const listener = (): void => void (stopping ??= stop());
  process.on('SIGINT', listener);
  process.on('SIGTERM', listener);
  return async () => {
    await stopping;
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
}
