import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { ok, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import type { Catalogue } from '../../adjudication/index.js';
import { CATALOGUE } from '../../tokens.js';
import { visitRef } from '../../visit/domain/visit.js';
import { linesOf, ToldClaims, type LineOfVisit } from '../../visit/queries/told-claim/told-claim.js';
import type { CheckedCall } from '../call.js';
import type { ChronicLinesAnswer, ChronicLinesRequest, QueriedLine } from '../messages/index.js';
import { lineAnswer } from '../present.js';
import type { HandlersOf } from './handlers.js';

const CHRONIC_CLAIMS = `select visit_id as "visitId", claim_id as "claimId" from read_claims.claim
  where institution_code = $1 and psn_no = $2 and visit_kind = 'chronic' and settled_on between $3 and $4
  order by settled_on, claim_id limit 500`;

/** 西药, 中药饮片, 中成药 of the 14 categories. */
const isDrug = (category: string): boolean => ['09', '10', '11'].includes(category);

/** 5204 and 5205: fee lines, told again. */
@Injectable()
export class LineHandlers {
  constructor(
    private readonly told: ToldClaims,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  readonly handlers: HandlersOf<'5204' | '5205'> = {
    '5204': async (request, facts) => {
      const lines = await this.told.lines({ ...facts, request }, request.settlementId);
      return lines.ok ? ok({ ...request, lines: lines.value.map((line) => this.line(line)) }) : lines;
    },
    '5205': (request, facts) => this.chronic({ ...facts, request }),
  };

  private line({ line, settlementId }: LineOfVisit): QueriedLine {
    const { batch, listCode, hospitalCode, occurredOn } = line;
    const listName = this.catalogue.get(listCode)?.name ?? null;
    return { ...lineAnswer(line), settlementId, batch, listCode, listName, hospitalCode, occurredOn };
  }

  private async chronic(call: CheckedCall<ChronicLinesRequest>): Promise<Result<ChronicLinesAnswer>> {
    const { personNo, from, to } = call.request;
    const values = [call.institution.code, personNo, from, to];
    const claims = await this.store.database.read<{ visitId: string; claimId: string }>(CHRONIC_CLAIMS, values);
    // A visit may also hold cost of no chronic disease, which is settled by itself (SET-11).
    const chronic = new Set<string | null>(claims.map(({ claimId }) => claimId));
    const refs = [...new Set(claims.map(({ visitId }) => visitId))].map(visitRef);
    const states = await this.store.look(refs);
    const lines = refs.flatMap((ref) => {
      const visit = states.of(ref);
      const settled = linesOf(visit).filter(
        ({ line, settlementId }) => chronic.has(settlementId) && isDrug(line.category),
      );
      return settled.map((one) => ({ ...this.line(one), visitId: visit.facts?.visitId ?? '' }));
    });
    return ok({ personNo, lines });
  }
}
