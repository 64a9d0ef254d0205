import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { EventMetadata, IdempotencyKey, Json, WriteOutcome } from '#event-store';
import { maskText } from '#privacy';
import { principalOf } from './access.js';
import { BadRequest, KeyConflict, Refused } from './failures.js';
import { pathOf } from './request-path.js';

const MAX_KEY = 64;

/**
 * Idempotency key of a REST request: header `Idempotency-Key`, per caller and route (SET-15). `content` stands for the body
 * where the handler reads it itself.
 */
export function idempotencyOf(request: FastifyRequest, content: unknown = request.body): IdempotencyKey {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '' || key.length > MAX_KEY) {
    throw new BadRequest(`请求头 Idempotency-Key 必填，且不超过${MAX_KEY}个字符`, ['Idempotency-Key']);
  }
  const { subject } = principalOf(request);
  const body = JSON.stringify(content ?? null);
  return {
    scope: `rest/${subject}/${request.method} ${pathOf(request).split('?')[0]}`,
    key,
    bodyHash: createHash('sha256').update(body).digest('hex'),
  };
}

const CORRELATION = /^[\w.:/-]{1,64}$/;

/** The caller's own mark for what belongs together, where it is one: it stands in every event and message for good (SEC-02, SEC-03). */
function correlationIdOf(request: FastifyRequest): string {
  const told = request.headers['x-correlation-id'];
  return typeof told === 'string' && CORRELATION.test(told) && maskText(told) === told ? told : request.id;
}

/** Who, when, on whose behalf and why, for everything the request causes (SEC-03). */
export function metadataOf(
  request: FastifyRequest,
  facts: { readonly reason: string; readonly businessDate: string },
): EventMetadata {
  const { subject, area } = principalOf(request);
  return {
    actor: `user:${subject}`,
    onBehalfOf: area === 'nation' ? 'nation' : `province:${area}`,
    reason: facts.reason,
    businessDate: facts.businessDate,
    correlationId: correlationIdOf(request),
    causationId: null,
  };
}

/** What an act needs of its request: who did what, when and why, and the key under which it is done once. */
export interface ActFacts {
  readonly metadata: EventMetadata;
  readonly idempotency: IdempotencyKey;
}

export const actFactsOf = (
  request: FastifyRequest,
  facts: { readonly reason: string; readonly businessDate: string },
): ActFacts => ({ metadata: metadataOf(request, facts), idempotency: idempotencyOf(request) });

/** The committed answer, or the refusal as a problem. */
export function answerOf<A extends Json>(outcome: WriteOutcome<A>): A {
  if (outcome.kind === 'accepted') return outcome.answer;
  if (outcome.kind === 'refused') throw new Refused(outcome.rejection);
  throw new KeyConflict();
}
