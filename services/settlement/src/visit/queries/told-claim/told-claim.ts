import { Inject, Injectable } from '@nestjs/common';
import type { Claim } from '#contracts';
import { EventStore, type RecordedEvent } from '#event-store';
import { Money, reject, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import type { CheckedCall } from '../../../hospital-gateway/call.js';
import type { ExplanationStep, RecordedLine, SettledFacts, VisitEvent } from '../../domain/events.js';
import { toldSteps } from '../../domain/explanation.js';
import { refuseForeignVisit } from '../../domain/open-visit.js';
import { evolveVisit, initialVisit, visitRef, type Visit } from '../../domain/visit.js';
import { settledLines } from './settled-lines.js';

/** A settlement or a refund as its events tell it, with what it rested on. */
export interface ToldClaim {
  readonly visit: Visit;
  readonly claim: Claim;
  readonly facts: SettledFacts;
  /** Of a refund as it takes them back. */
  readonly steps: readonly ExplanationStep[];
  /** 发送方报文ID of the settlement or refund itself. */
  readonly messageId: string;
  readonly refunded: boolean;
}

export interface LineOfVisit {
  readonly line: RecordedLine;
  /** The last settlement that took it and was not refunded. */
  readonly settlementId: string | null;
}

interface VisitKey {
  readonly personNo: string;
  readonly visitId: string;
}

/** Looks at visits and their claims for the institution they belong to, and for nobody else (SEC-01). */
@Injectable()
export class ToldClaims {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async visit(call: CheckedCall<VisitKey>): Promise<Result<{ visit: Visit; events: readonly RecordedEvent[] }>> {
    const { personNo: psnNo, visitId } = call.request;
    const events = await this.store.readStream(visitRef(visitId).id);
    const visit = (events as unknown as readonly VisitEvent[]).reduce(evolveVisit, initialVisit());
    const refused = refuseForeignVisit({ psnNo, institutionCode: call.institution.code }, visit);
    return refused ?? { ok: true, value: { visit, events } };
  }

  async claim(call: CheckedCall<VisitKey>, claimId: string): Promise<Result<ToldClaim>> {
    const found = await this.visit(call);
    if (!found.ok) return found;
    const { visit, events } = found.value;
    const told = toldOf(events, claimId);
    const original = told === undefined ? undefined : settledOf(events, originalOf(told));
    if (told === undefined || original === undefined) return unknownClaim();
    const claim = claimOf(told.data);
    const refunded = claim.refundOf !== null || typeof visit.settlements.get(claimId)?.refundedBy === 'string';
    const { facts, explanation } = original;
    const steps = toldSteps(explanation).map(claim.refundOf === null ? (step) => step : takenBack);
    return { ok: true, value: { visit, claim, facts, steps, messageId: String(told.data['messageId']), refunded } };
  }

  /** Lines of the visit, open ones and settled ones, or those of one settlement; a refund's are those of the settlement it takes back. */
  async lines(call: CheckedCall<VisitKey>, claimId: string | undefined): Promise<Result<readonly LineOfVisit[]>> {
    const found = await this.visit(call);
    if (!found.ok) return found;
    const { visit, events } = found.value;
    if (claimId === undefined) return { ok: true, value: linesOf(visit) };
    const told = toldOf(events, claimId);
    if (told === undefined) return unknownClaim();
    const lines = settledLines(events, originalOf(told));
    return { ok: true, value: lines.map((line) => ({ line, settlementId: claimId })) };
  }
}

const CLAIMS: readonly string[] = ['ClaimSettled', 'ClaimRefunded'];
const claimOf = (data: RecordedEvent['data']): Claim => data['claim'] as unknown as Claim;

const toldOf = (events: readonly RecordedEvent[], claimId: string): RecordedEvent | undefined =>
  events.find(({ type, data }) => CLAIMS.includes(type) && claimOf(data).claimId === claimId);

/** The settlement itself, or the one a refund takes back. */
const originalOf = ({ data }: RecordedEvent): string => claimOf(data).refundOf ?? claimOf(data).claimId;

const takenBack = (step: ExplanationStep): ExplanationStep => ({
  ...step,
  amount: Money.of(step.amount).negate().toString(),
});

const unknownClaim = (): Result<never> => reject('claim.unknown', 'SET-13', '未找到该结算，请核对结算ID', ['setl_id']);

type SettledData = Extract<VisitEvent, { type: 'ClaimSettled' }>['data'];

function settledOf(events: readonly RecordedEvent[], claimId: string): SettledData | undefined {
  for (const event of events as unknown as readonly VisitEvent[]) {
    if (event.type === 'ClaimSettled' && event.data.claim.claimId === claimId) return event.data;
  }
  return undefined;
}

export function linesOf(visit: Visit): readonly LineOfVisit[] {
  const takenBy = new Map<string, string>();
  for (const { claim, lines, refundedBy } of visit.settlements.values()) {
    if (refundedBy === null) for (const sequence of lines) takenBy.set(sequence, claim.claimId);
  }
  return [...visit.settledLines.values(), ...visit.openLines.values()].map((line) => ({
    line,
    settlementId: takenBy.get(line.sequence) ?? null,
  }));
}
