import { reaches, type RegionCode } from '#kernel';
import { coveringFiling, isOfPool, type FilingToCheck } from '../../benefit/domain/coverage.js';

export interface CareByHand {
  readonly insuredRegion: string;
  readonly careRegion: RegionCode;
  readonly careFrom: string;
  /** The day of the decision. */
  readonly on: string;
}

/**
 * The filing a claim by hand is paid by: the one that covered the care, or one that was made afterwards for the place
 * (补办备案), which only gives a claim by hand (REG-12). One that was taken away since carries neither.
 */
export function filingByHand<F extends FilingToCheck>(filings: readonly F[], care: CareByHand): FilingToCheck | null {
  const { insuredRegion, careRegion, careFrom: openedOn, on: settledOn } = care;
  const covering = coveringFiling(filings, { insuredRegion, careRegion, openedOn, settledOn });
  if (covering !== null) return covering;
  const afterwards = filings
    .filter(
      (filing) =>
        isOfPool(filing, care) &&
        filing.validFrom > openedOn &&
        filing.endedOn === null &&
        filing.validFrom <= settledOn &&
        reaches(filing.destination, careRegion),
    )
    .sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return afterwards[0] ?? null;
}
