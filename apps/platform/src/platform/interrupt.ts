/** What a shell makes of a program that Ctrl-C has ended. */
const INTERRUPTED = 130;

/**
 * Until the returned function is called, Ctrl-C and SIGTERM first undo what was started and then end the program with `code`: the
 * embedded database server outlives the process that started it, and a folder that stays must be one to go on with. What cannot be
 * undone is said, and the program ends with 1.
 */
export function onInterrupt(undo: () => Promise<unknown>, code = INTERRUPTED): () => void {
  const stop = async (): Promise<void> => {
    try {
      await undo();
      process.exit(code);
    } catch (error) {
      process.stderr.write(`中断后未能停止：${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    }
  };
  const listener = (): void => void stop();
  process.once('SIGINT', listener);
  process.once('SIGTERM', listener);
  return () => {
    process.off('SIGINT', listener);
    process.off('SIGTERM', listener);
  };
}
