/** Those to be told that a process cannot go on. Tells everybody once, also those who ask later. */
export class FatalListeners {
  private error: Error | null = null;
  private readonly listeners: ((error: Error) => void)[] = [];

  add(listener: (error: Error) => void): void {
    this.listeners.push(listener);
    if (this.error !== null) listener(this.error);
  }

  tell(cause: unknown): void {
    if (this.error !== null) return;
    this.error = cause instanceof Error ? cause : new Error(String(cause));
    for (const listener of this.listeners) listener(this.error);
  }
}
