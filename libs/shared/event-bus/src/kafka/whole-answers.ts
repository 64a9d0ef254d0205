import { Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

const SIZE_BYTES = 4;
const KEEP_ALIVE_MS = 60_000;

/** Cuts the bytes of a connection into frames of the Kafka protocol: a length of four bytes, then so many bytes. */
export class Frames {
  private parts: Buffer[] = [];
  private held = 0;
  private wanted = SIZE_BYTES;

  /** The frames that these bytes complete, in one piece; empty if they complete none. */
  take(bytes: Buffer): Buffer {
    this.parts.push(bytes);
    this.held += bytes.length;
    if (this.held < this.wanted) return Buffer.alloc(0);
    const all = this.parts.length === 1 ? bytes : Buffer.concat(this.parts, this.held);
    let end = 0;
    let next = frameLength(all, end);
    while (end + next <= all.length) {
      end += next;
      next = frameLength(all, end);
    }
    this.parts = end < all.length ? [all.subarray(end)] : [];
    this.held = all.length - end;
    this.wanted = next;
    return all.subarray(0, end);
  }
}

/** At least: the length itself may not be there yet. */
function frameLength(bytes: Buffer, at: number): number {
  return bytes.length - at < SIZE_BYTES ? SIZE_BYTES : SIZE_BYTES + bytes.readInt32BE(at);
}

/**
 * kafkajs keeps the beginning of an answer that broke off with its connection and takes what the next connection brings
 * for the rest: from then on every question ends in a timeout, for minutes. So it is handed whole answers only.
 */
class WholeAnswersSocket extends Socket {
  private readonly frames = new Frames();

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (!Buffer.isBuffer(chunk)) return super.push(chunk, encoding);
    const whole = this.frames.take(chunk);
    return whole.length === 0 || super.push(whole);
  }
}

export const wholeAnswers: ISocketFactory = ({ host, port, onConnect }) =>
  new WholeAnswersSocket().connect({ host, port }, onConnect).setKeepAlive(true, KEEP_ALIVE_MS);
