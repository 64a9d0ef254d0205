/**
 * Until the returned function is called, Ctrl-C and SIGTERM first undo what was started and then end the program: the embedded
 * database server outlives the process that started it, and a folder that stays must be one to go on with.
 */
export function onInterrupt(undo: () => Promise<unknown>): () => void {
  const stop = (): void => {
    void undo().finally(() => process.exit(130));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
}
