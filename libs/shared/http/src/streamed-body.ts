import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BadRequest } from './failures.js';
import { isBelow } from './request-path.js';

const STREAMED = ['text/csv', 'application/xml', 'text/xml'];
const UNSUPPORTED = 415;

/**
 * Below these paths a body of CSV or XML reaches the controller as it comes, of whatever length: the handler reads it piece by
 * piece and bounds what it keeps. Elsewhere such a body is refused.
 */
export function acceptStreams(fastify: FastifyInstance, prefixes: readonly string[]): void {
  if (prefixes.length === 0) return;
  fastify.addContentTypeParser(STREAMED, (request, payload, done) => {
    if (isBelow(request, prefixes)) return done(null, payload);
    done(Object.assign(new Error('files are not taken here'), { statusCode: UNSUPPORTED }));
  });
}

/** The bytes of a streamed body. Refused with 400 where the request carries no file. */
export function streamedBodyOf(request: FastifyRequest): Readable {
  const body = request.body as Partial<Readable> | null | undefined;
  if (typeof body?.iterator !== 'function')
    throw new BadRequest('请以 text/csv 或 application/xml 提交文件', ['content-type']);
  return body as Readable;
}

/** As `streamedBodyOf`, read part by part. Left open when an answer comes early: its sender should read it, not a broken connection. */
export const streamedBytesOf = (request: FastifyRequest): AsyncIterable<Buffer> =>
  streamedBodyOf(request).iterator({ destroyOnReturn: false });
