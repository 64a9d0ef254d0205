import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { WriteOutcome } from '#event-store';
import { answerOf, Forbidden, idempotencyOf, metadataOf } from '#http';
import type { Clock } from '#jobs';
import { CLOCK } from '#service';
import type { FilingView } from '../filing-view.js';
import { regionOf } from './filing-input.js';
import type { FilingRequest } from './filing-writer.js';

/** What the routes of filings have in common: who asks for whom, and the answer. */
@Injectable()
export class FilingRequests {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  of(
    request: FastifyRequest,
    { psnNo, insuredRegion }: { readonly psnNo: string; readonly insuredRegion: string },
    reason: string,
  ): FilingRequest {
    return {
      ...{ psnNo, insuredRegion: regionOf(insuredRegion, 'insuredRegion') },
      metadata: metadataOf(request, { reason, businessDate: this.clock.businessDate() }),
      idempotency: idempotencyOf(request),
    };
  }
}

/** The committed answer; a filing of another place of insurance is forbidden, not merely refused (SEC-01). */
export function filingAnswerOf(outcome: WriteOutcome<FilingView>): FilingView {
  if (outcome.kind === 'refused' && outcome.rejection.rule === 'SEC-01') throw new Forbidden(outcome.rejection.message);
  return answerOf(outcome);
}
