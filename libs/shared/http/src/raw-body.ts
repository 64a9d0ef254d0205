import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { isBelow } from './request-path.js';

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
    if (isBelow(request, prefixes)) request.headers['content-type'] = RAW;
    done();
  });
  fastify.addContentTypeParser(RAW, (request: { bodyOverLimit?: boolean }, payload: Readable, done) => {
    readUpTo(payload, limitBytes, (error, body) => {
      if (body === null) request.bodyOverLimit = true;
      done(error, body);
    });
  });
}

type BodyRead = (error: Error | null, body?: Buffer | null) => void;

/** Listeners instead of an async iterator: this runs for every message. Calls back once, with null for a body over the limit. */
function readUpTo(payload: Readable, limitBytes: number, done: BodyRead): void {
  const parts: Buffer[] = [];
  let length = 0;
  const end = (error: Error | null): void => {
    payload.off('data', take).off('end', ended).off('error', end).off('close', closed);
    if (error !== null) done(error);
    else done(null, length > limitBytes ? null : whole(parts));
  };
  const take = (part: Buffer): void => {
    length += part.length;
    if (length <= limitBytes) parts.push(part);
    else parts.length = 0;
    if (length <= limitBytes * DRAINED) return;
    payload.pause();
    end(null);
  };
  const ended = (): void => end(null);
  const closed = (): void => end(new Error('the connection closed before the body had ended'));
  payload.on('data', take).on('end', ended).on('error', end).on('close', closed);
}

const whole = ([first, ...more]: readonly Buffer[]): Buffer =>
  first === undefined || more.length > 0 ? Buffer.concat(first === undefined ? [] : [first, ...more]) : first;
