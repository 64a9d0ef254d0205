import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';

const ENCODINGS = ['utf-8', 'gb18030'] as const;
/** Letters that tell the encoding are looked for in so many bytes at a time. */
const DECIDED_BY_BYTES = 64 * 1024;

/** Bytes of a file to text as they come, UTF-8 or GB18030: whichever the first bytes that are not ASCII are read in. */
export class TextReader {
  private held: Buffer[] = [];
  private heldBytes = 0;
  private decoder: TextDecoder | null = null;

  /** Text as far as it can be read; empty while too little has come. Null for bytes that are no text of the file's encoding. */
  push(bytes: Buffer): string | null {
    if (this.decoder !== null) return decoded(this.decoder, bytes, true);
    this.held.push(bytes);
    this.heldBytes += bytes.length;
    return this.heldBytes < DECIDED_BY_BYTES ? '' : this.decide(true);
  }

  /** What was held back. */
  end(): string | null {
    return this.decoder === null ? this.decide(false) : decoded(this.decoder, Buffer.alloc(0), false);
  }

  private decide(more: boolean): string | null {
    const bytes = Buffer.concat(this.held);
    [this.held, this.heldBytes] = [[], 0];
    if (isAscii(bytes)) return bytes.toString('latin1');
    for (const encoding of ENCODINGS) {
      const decoder = new TextDecoder(encoding, { fatal: true });
      const text = decoded(decoder, bytes, more);
      if (text === null) continue;
      this.decoder = decoder;
      return text;
    }
    return null;
  }
}

function decoded(decoder: TextDecoder, bytes: Buffer, stream: boolean): string | null {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    return null;
  }
}
