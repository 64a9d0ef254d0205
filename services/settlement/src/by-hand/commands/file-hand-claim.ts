import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type WriteOutcome } from '#event-store';
import type { ActFacts } from '#http';
import { clearingUnitOf, isCrossProvince, ok, RegionCode, reject, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import { Directory, institutionMarksOf, type Institution } from '../../hospital-gateway/directory/directory.js';
import { decideFile } from '../domain/acts.js';
import { evolveHandClaim, handClaimRef, type CareDayCover, type HandBill } from '../domain/hand-claim.js';
import type { Paper } from '../domain/papers.js';
import { CareDayCovers } from './care-day-covers.js';
import { answerFor, dayOf, refusedBy, type HandClaimAnswer } from './hand-claim-facts.js';
import { HandClaimTerms } from './hand-claim-terms.js';

/** The bill as it was handed in; region and level of an institution that is registered here are not asked again. */
export type HandedIn = Omit<
  HandBill,
  'payer' | 'insuranceType' | 'careRegion' | 'settlementLevel' | 'institutionMarks'
> & {
  readonly careRegion: string | null;
  readonly settlementLevel: string | null;
  /** Of somebody insured otherwise today. */
  readonly coverOnCareDay: CareDayCover | null;
};

/** 手工报销受理 by the agency of the place of insurance (SET-17). */
export class FileHandClaimCommand extends Command<WriteOutcome<HandClaimAnswer>> {
  constructor(
    readonly bill: HandedIn,
    readonly papers: readonly Paper[],
    readonly thirdParty: boolean,
    readonly facts: ActFacts,
  ) {
    super();
  }
}

@CommandHandler(FileHandClaimCommand)
export class FileHandClaimHandler implements ICommandHandler<FileHandClaimCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly directory: Directory,
    private readonly terms: HandClaimTerms,
    private readonly covers: CareDayCovers,
  ) {}

  async execute({ bill, papers, thirdParty, facts }: FileHandClaimCommand): Promise<WriteOutcome<HandClaimAnswer>> {
    const on = dayOf(facts);
    const known = await this.billOf(bill);
    if (!known.ok) return refusedBy(known.rejection);
    const term = this.terms.from(known.value.insuredRegion, on);
    if (!term.ok) return refusedBy(term.rejection);
    const command = { bill: known.value, papers, thirdParty, on, term: term.value, cover: bill.coverOnCareDay };
    const ref = handClaimRef(known.value);
    return this.store.write<HandClaimAnswer>({
      ...{ streams: [ref], ...facts },
      decide: (states): Decision<HandClaimAnswer> => {
        const before = states.of(ref);
        const decided = decideFile(command, before);
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const answer = answerFor(known.value, decided.value.reduce(evolveHandClaim, before));
        return { kind: 'accepted', answer, events: decided.value.map((event) => ({ streamId: ref.id, event })) };
      },
    });
  }

  /** Whose person and which place it is. */
  private async billOf({ careRegion, settlementLevel, coverOnCareDay, ...bill }: HandedIn): Promise<Result<HandBill>> {
    const [scheme, institution] = await Promise.all([
      this.covers.schemeOf(bill, coverOnCareDay?.insuranceType ?? null),
      this.directory.institution(bill.institutionCode),
    ]);
    if (!scheme.ok) return scheme;
    const payer = clearingUnitOf(RegionCode.of(bill.insuredRegion));
    const care = careOf(institution, { careRegion, settlementLevel }, bill.insuredRegion);
    return care.ok ? ok({ ...bill, ...care.value, payer, insuranceType: scheme.value }) : care;
  }
}

type Care = Pick<HandBill, 'careRegion' | 'settlementLevel' | 'institutionMarks'>;

/** Where it was, as the institution is registered here, else as the papers say; out of the province (CLR-01). */
function careOf(
  institution: Institution | null,
  { careRegion, settlementLevel }: Pick<HandedIn, 'careRegion' | 'settlementLevel'>,
  insuredRegion: string,
): Result<Care> {
  const region = institution === null ? careRegion : institution.region;
  const level = institution === null ? settlementLevel : String(institution.settlementLevel);
  if (region === null || level === null) {
    const message = '该机构未在平台登记，请填写就医地和医保结算等级';
    return reject('hand-claim.institution', 'SET-17', message, ['careRegion', 'settlementLevel']);
  }
  const place = RegionCode.parse(region, '就医地(careRegion)');
  if (!place.ok) return place;
  if (isCrossProvince(RegionCode.of(insuredRegion), place.value)) {
    const marks = institution === null ? {} : institutionMarksOf(institution);
    return ok({ careRegion: place.value, settlementLevel: level, ...marks });
  }
  return reject('hand-claim.local', 'CLR-01', '就医地与参保地属同一省级单位，不属于跨省异地就医', ['careRegion']);
}
