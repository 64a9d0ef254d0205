import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';

/** Room for what a batch or a group leaves behind at once: with the default of 16 MB the collector took two fifths of an import. */
const NODE_OPTIONS = ['--max-semi-space-size=64', '--enable-source-maps'];

export interface ChildOptions {
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
}

const RESTART_WAIT_MS = 300;
const STOP_MS = 25_000;

/** One supervised process: started anew whenever it ends, until it is told to stop. */
export class SupervisedChild {
  readonly name: string;
  restarts = 0;
  private child: ChildProcess | null = null;
  private stopping = false;
  private readonly log: WriteStream;

  constructor(private readonly options: ChildOptions) {
    this.name = options.name;
    this.log = createWriteStream(options.logFile, { flags: 'a' });
    this.launch();
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Ends it the way a power cut would; the supervisor starts it again. */
  kill(): void {
    this.child?.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const { child } = this;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(timer);
    this.log.end();
  }

  private launch(): void {
    const { script, args = [], environment } = this.options;
    const child = spawn(process.execPath, [...NODE_OPTIONS, script, ...args], {
      env: { ...withoutOurs(process.env), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    child.stdout.pipe(this.log, { end: false });
    child.stderr.pipe(this.log, { end: false });
    child.once('exit', () => {
      if (this.stopping) return;
      this.restarts += 1;
      setTimeout(() => !this.stopping && this.launch(), RESTART_WAIT_MS);
    });
  }
}

/** The parent's own KUASHENG_ settings must not leak into a child whose settings are given in full. */
function withoutOurs(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([key]) => !key.startsWith('KUASHENG_')));
}
