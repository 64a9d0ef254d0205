import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body of a raw route was longer than the limit and was not kept. */
    bodyOverLimit?: boolean;
  }
}

const RAW = 'application/x-bytes';
/** How much of a body over the limit is read away, so that its sender gets an answer instead of a broken connection. */
const DRAINED = 8;

/**
 * Below these paths no parser reads the body: hospital systems send every content type, or none (interface 1.4). The
 * handler gets the bytes; of a body over the limit it gets nothing and `bodyOverLimit`.
 */
export function acceptBytes(fastify: FastifyInstance, prefixes: readonly string[], limitBytes: number): void {
  if (prefixes.length === 0) return;
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (prefixes.some((prefix) => request.url.startsWith(prefix))) request.headers['content-type'] = RAW;
    done();
  });
  fastify.addContentTypeParser(RAW, async (request: { bodyOverLimit?: boolean }, payload: Readable) => {
    const body = await readUpTo(payload, limitBytes);
    if (body === null) request.bodyOverLimit = true;
    return body;
  });
}

async function readUpTo(payload: Readable, limitBytes: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of payload as AsyncIterable<Buffer>) {
    length += part.length;
    if (length <= limitBytes) parts.push(part);
    else parts.length = 0;
    if (length > limitBytes * DRAINED) break;
  }
  return length > limitBytes ? null : Buffer.concat(parts);
}
