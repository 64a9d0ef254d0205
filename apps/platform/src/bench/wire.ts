import { connect, type Socket } from 'node:net';

export interface WireAnswer {
  readonly status: number;
  readonly body: Buffer;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length: *(\d+)/i;
const STATUS_AT = 9;
const STATUS_END = 12;

/**
 * One kept connection that carries one request after another, as a hospital's system holds it. It reads no more of HTTP than
 * a fixed length, so that the generator takes as little as can be of the cores it shares with what it measures.
 */
export class Wire {
  private readonly waiting: { resolve(answer: WireAnswer): void; reject(error: Error): void }[] = [];
  private received: Buffer = Buffer.alloc(0);

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (part: Buffer) => this.take(part));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the service closed the connection')));
  }

  static open(port: number): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Wire(socket));
      });
    });
  }

  /** One whole request as text; the next one may be sent once this is answered. */
  send(request: string): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.socket.write(request);
    });
  }

  close(): void {
    this.waiting.length = 0;
    this.socket.destroy();
  }

  private take(part: Buffer): void {
    this.received = this.received.length === 0 ? part : Buffer.concat([this.received, part]);
    const headEnd = this.received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.received.toString('latin1', 0, headEnd);
    const bodyAt = headEnd + HEAD_END.length;
    const end = bodyAt + Number(LENGTH.exec(head)?.[1] ?? 0);
    if (this.received.length < end) return;
    const body = this.received.subarray(bodyAt, end);
    this.received = this.received.subarray(end);
    this.waiting.shift()?.resolve({ status: Number(head.slice(STATUS_AT, STATUS_END)), body });
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
