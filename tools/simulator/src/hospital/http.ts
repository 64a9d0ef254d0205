import { Agent, request } from 'node:http';

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

const PATIENCE_MS = 180_000;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 1_000;
const ANSWER_MS = 60_000;

/** The platform was out of reach for longer than anybody waits. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const isFinal = (answer: HttpAnswer, isAgain: (answer: HttpAnswer) => boolean): boolean =>
  answer.status < 500 && !isAgain(answer);

/** Connections of one caller, kept open between requests. */
export class HttpClient {
  private readonly agent: Agent;
  private closed = false;

  constructor(connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /**
   * Sends until there is an answer that says something: a lost connection, a 5xx or whatever `isAgain` names is answered
   * by sending the very same bytes again, for minutes.
   */
  async send(
    call: { readonly method: string; readonly url: string; readonly body: string; headers(): Record<string, string> },
    isAgain: (answer: HttpAnswer) => boolean = () => false,
  ): Promise<HttpAnswer> {
    const deadline = performance.now() + PATIENCE_MS;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      const answer = await this.once(call).catch(() => null);
      if (answer !== null && isFinal(answer, isAgain)) return answer;
      if (this.givesUp(deadline)) throw new NoAnswer(`${call.method} ${call.url}: ${answer?.text ?? '没有应答'}`);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  /** What is still being sent again gives up. */
  close(): void {
    this.closed = true;
    this.agent.destroy();
  }

  private givesUp(deadline: number): boolean {
    return this.closed || performance.now() > deadline;
  }

  private once({ method, url, body, headers }: Parameters<HttpClient['send']>[0]): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const length = { 'content-length': String(Buffer.byteLength(body)) };
      const options = { method, agent: this.agent, timeout: ANSWER_MS, headers: { ...headers(), ...length } };
      const sent = request(url, options, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
        response.once('error', reject);
      });
      sent.once('timeout', () => sent.destroy(new Error('no answer in time')));
      sent.once('error', reject);
      sent.end(body);
    });
  }
}
