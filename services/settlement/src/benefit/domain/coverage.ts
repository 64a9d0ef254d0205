import { isSamePool, reaches, type RegionCode } from '#kernel';
import type { FilingEnded, FilingKind } from '#contracts';

export interface FilingToCheck {
  readonly filingId: string;
  readonly insuredRegion: string;
  readonly kind: FilingKind;
  readonly destination: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly endedOn: string | null;
  readonly endedCause: FilingEnded['cause'] | null;
}

/** A stay or visit: of whom, where, since when, and the day it is settled. */
export interface CareToCover {
  /** Whose pool pays: what another place granted before or after a move binds it to nothing. */
  readonly insuredRegion: string;
  readonly careRegion: RegionCode;
  readonly openedOn: string;
  readonly settledOn: string;
}

/** Filings that hold for the whole stay of a long-term filer come first: they bear no reduction (SET-06). */
const PRECEDENCE: readonly FilingKind[] = [
  'retiree-resettled',
  'long-term-resident',
  'posted-worker',
  'referred',
  'emergency',
  'other-temporary',
];

/**
 * The filing that covers care at a place: granted by the pool that pays (REG-02), valid on the day of admission, whether or not it has run out, been cancelled
 * or replaced since, but not if it was taken away since (REG-13); and its destination is that city, or the unit as a
 * whole where filings are made at province level (REG-04).
 */
export function coveringFiling(filings: readonly FilingToCheck[], care: CareToCover): FilingToCheck | null {
  const covering = filings.filter(
    (filing) =>
      isOfPool(filing, care) &&
      validOn(filing, care.openedOn) &&
      !takenAwayBy(filing, care.settledOn) &&
      reaches(filing.destination, care.careRegion),
  );
  const ranked = covering.sort((a, b) => PRECEDENCE.indexOf(a.kind) - PRECEDENCE.indexOf(b.kind));
  return ranked[0] ?? null;
}

export const isOfPool = (
  filing: Pick<FilingToCheck, 'insuredRegion'>,
  payer: Pick<CareToCover, 'insuredRegion'>,
): boolean => isSamePool(filing.insuredRegion, payer.insuredRegion);

function validOn(filing: FilingToCheck, on: string): boolean {
  if (on < filing.validFrom) return false;
  if (filing.validTo !== null && on > filing.validTo) return false;
  return filing.endedOn === null || on < filing.endedOn;
}

/** Revoked or made with false documents (REG-10, REG-21): from that day it carries nothing; only a new filing does. */
function takenAwayBy({ endedOn, endedCause }: FilingToCheck, day: string): boolean {
  if (endedCause !== 'revoked' && endedCause !== 'false-documents') return false;
  return endedOn !== null && endedOn <= day;
}
