import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { isSamePool, poolOf } from '#kernel';
import {
  accumulatorsFromJson,
  addAccumulators,
  negateAccumulators,
  NO_USE,
  type Accumulators,
  type AccumulatorsJson,
} from '../../adjudication/domain/index.js';

/** 年度累计 What one person used in one scheme and medical year, at the place of insurance (SET-19). */
export type BenefitEvent =
  | DomainEvent<'BenefitUsed', { readonly claimId: string; readonly accumulators: AccumulatorsJson }>
  | DomainEvent<
      'BenefitRestored',
      { readonly claimId: string; readonly refundOf: string; readonly accumulators: AccumulatorsJson }
    >;

export function evolveBenefitYear(year: Accumulators, event: BenefitEvent): Accumulators {
  switch (event.type) {
    case 'BenefitUsed':
      return addAccumulators(year, accumulatorsFromJson(event.data.accumulators));
    case 'BenefitRestored':
      return addAccumulators(year, negateAccumulators(accumulatorsFromJson(event.data.accumulators)));
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<Accumulators, BenefitEvent> = {
  category: 'benefit',
  initialState: () => NO_USE,
  evolve: evolveBenefitYear,
};

export interface InsuredAt {
  readonly psnNo: string;
  readonly insuredRegion: string;
  readonly firstRegion: string;
  readonly insuranceType: string;
}

type Cover = Pick<InsuredAt, 'insuredRegion' | 'insuranceType'>;

/** Whether two covers draw on one pool and scheme, and so on one year. */
export const isSameCover = (one: Cover, other: Cover): boolean =>
  isSamePool(one.insuredRegion, other.insuredRegion) && one.insuranceType === other.insuranceType;

/** Each 统筹地区 keeps years of its own (SET-19): that of whoever has moved there is named, beside the one of where they began. */
export function benefitStreamId({ psnNo, insuredRegion, firstRegion, insuranceType }: InsuredAt, year: string): string {
  const moved = isSamePool(insuredRegion, firstRegion) ? '' : `${poolOf(insuredRegion)}-`;
  return `benefit-${psnNo}-${moved}${insuranceType}-${year}`;
}

/** The medical year in a stream's id; null where another place keeps the years. */
export const benefitYearOf = (streamId: string): string | null => /-(\d{4})$/.exec(streamId)?.[1] ?? null;

export const benefitRef = (streamId: string): StreamRef<Accumulators> => ({ id: streamId, definition });
