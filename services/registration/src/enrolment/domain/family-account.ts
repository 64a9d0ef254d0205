import { schemeOfInsuranceType, type FamilyAccountEnded, type FamilyAccountShared } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { addDays, businessDate, clearingUnitOf, ok, RegionCode, reject, type BusinessDate, type Result } from '#kernel';
import type { InsuredPerson } from './person.js';

export type FamilyAccountEvent =
  DomainEvent<'FamilyAccountShared', FamilyAccountShared> | DomainEvent<'FamilyAccountEnded', FamilyAccountEnded>;

/** 家庭共济 Whose personal accounts one member of a family may use, in the order they were shared. */
export interface FamilyAccounts {
  readonly sharings: readonly FamilyAccountShared[];
}

export function evolveFamilyAccounts({ sharings }: FamilyAccounts, event: FamilyAccountEvent): FamilyAccounts {
  switch (event.type) {
    case 'FamilyAccountShared':
      return { sharings: [...sharings, event.data] };
    case 'FamilyAccountEnded': {
      const { ownerPsnNo, from, to } = event.data;
      const isIt = (one: FamilyAccountShared): boolean => one.ownerPsnNo === ownerPsnNo && one.from === from;
      const ended = sharings.map((one) => (isIt(one) ? { ...one, to } : one));
      // What was ended before its first day never was.
      return { sharings: ended.filter((one) => one.to === null || one.from <= one.to) };
    }
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<FamilyAccounts, FamilyAccountEvent> = {
  category: 'family',
  initialState: () => ({ sharings: [] }),
  evolve: evolveFamilyAccounts,
};

/** The stream of the member who uses: what settlement must know of one patient follows in one order. */
export const familyRef = (memberPsnNo: string): StreamRef<FamilyAccounts> => ({
  id: `family-${memberPsnNo}`,
  definition,
});

export interface FamilyStates {
  readonly owner: InsuredPerson;
  readonly member: InsuredPerson;
  readonly family: FamilyAccounts;
}

/**
 * 共济登记: the owner of an employee's account lets a near relative use it (SET-20). Both are insured in one clearing unit, for
 * the account's money is paid by the unit the claim is paid by (CLR-01).
 */
export function decideShare(
  asked: FamilyAccountShared,
  unit: string,
  { owner, member, family }: FamilyStates,
): Result<readonly FamilyAccountEvent[]> {
  const refusal =
    refuseStrangers(asked, unit, { owner, member }) ?? refuseAccountless(owner) ?? refuseOverlap(asked, family);
  return refusal ?? ok([{ type: 'FamilyAccountShared', data: asked }]);
}

function refuseStrangers(
  { ownerPsnNo, memberPsnNo, from, to }: FamilyAccountShared,
  unit: string,
  { owner, member }: Pick<FamilyStates, 'owner' | 'member'>,
): Result<never> | null {
  if (ownerPsnNo === memberPsnNo) {
    return reject('family.self', 'SET-20', '本人账户无需共济登记', ['ownerPsnNo', 'memberPsnNo']);
  }
  if (to !== null && to < from) return reject('family.dates', 'SET-20', '终止日期(to)不能早于起始日期(from)', ['to']);
  const foreign = (['owner', 'member'] as const).find((which) => !isOf(which === 'owner' ? owner : member, unit));
  if (foreign === undefined) return null;
  const who = foreign === 'owner' ? '账户人' : '使用人';
  const message = `${who}不在本省级单位参保，不能登记共济`;
  return reject('family.other-unit', 'CLR-01', message, [foreign === 'owner' ? 'ownerPsnNo' : 'memberPsnNo']);
}

/** Whoever is not known is not told from whoever is another unit's (SEC-01). */
const isOf = ({ enrolled }: InsuredPerson, unit: string): boolean =>
  enrolled !== null && clearingUnitOf(RegionCode.of(enrolled.insuredRegion)) === unit;

function refuseAccountless({ enrolled }: InsuredPerson): Result<never> | null {
  if (schemeOfInsuranceType(enrolled?.insuranceType ?? '') === 'employee') return null;
  return reject('family.no-account', 'SET-20', '账户人不是职工医保参保人，没有个人账户可以共济', ['ownerPsnNo']);
}

function refuseOverlap({ ownerPsnNo, from, to }: FamilyAccountShared, family: FamilyAccounts): Result<never> | null {
  const standing = family.sharings.find((one) => one.ownerPsnNo === ownerPsnNo && overlaps(one, { from, to }));
  if (standing === undefined) return null;
  const message = `该账户已登记共济，自${standing.from}起${standing.to === null ? '' : `至${standing.to}`}`;
  return reject('family.shared', 'SET-20', message, ['ownerPsnNo', 'from']);
}

type Days = Pick<FamilyAccountShared, 'from' | 'to'>;
const overlaps = (a: Days, b: Days): boolean => (a.to === null || b.from <= a.to) && (b.to === null || a.from <= b.to);

export interface EndSharing {
  readonly ownerPsnNo: string;
  readonly memberPsnNo: string;
  readonly unit: string;
  /** The first day it does not hold any more. */
  readonly on: BusinessDate;
}

/** 共济解除 from today on: what was paid stays paid, and a refund still goes back to the account it came from (SET-13). */
export function decideEndSharing(
  { ownerPsnNo, memberPsnNo, unit, on }: EndSharing,
  { owner, family }: Pick<FamilyStates, 'owner' | 'family'>,
): Result<readonly FamilyAccountEvent[]> {
  const standing = family.sharings.find((one) => one.ownerPsnNo === ownerPsnNo && (one.to === null || one.to >= on));
  if (standing === undefined || !isOf(owner, unit)) {
    return reject('family.unknown', 'SET-20', '没有这项共济登记，或已终止', ['ownerPsnNo', 'memberPsnNo']);
  }
  const { from } = standing;
  const data = { ownerPsnNo, memberPsnNo, from, to: addDays(on < from ? businessDate(from) : on, -1) };
  return ok([{ type: 'FamilyAccountEnded', data }]);
}
