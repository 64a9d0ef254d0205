import type { FilingBook, FilingEvent } from './filing-book.js';
import type { Stay } from './filing-events.js';
import { coveringFiling, grantedBy } from './coverage.js';

/**
 * A stay or an emergency visit that settlement told of. With the hospital's emergency mark and no filing that covers it, it is
 * deemed filed (视同已备案, REG-02): recorded for the place of insurance, and for this visit alone.
 */
export function recordStay(stay: Stay, insuredRegion: string, book: FilingBook): readonly FilingEvent[] {
  const known = book.stays.find(({ visitId }) => visitId === stay.visitId);
  const again = known !== undefined && known.endedOn === null && (known.emergency || !stay.emergency);
  const registered: FilingEvent = { type: 'StayRegistered', data: stay };
  const deemed = book.deemed.some(({ visitId }) => visitId === stay.visitId);
  const covered = coveringFiling(grantedBy(book, insuredRegion), stay.careRegion, stay.openedOn) !== null;
  const deems = stay.emergency && !covered && !deemed;
  return [
    ...(again ? [] : [registered]),
    ...(deems ? [{ type: 'FilingDeemed' as const, data: { ...stay, insuredRegion } }] : []),
  ];
}

/** The stay was settled or called off; told twice, it ended once. */
export function recordStayEnd(visitId: string, endedOn: string, book: FilingBook): readonly FilingEvent[] {
  const open = book.stays.find((stay) => stay.visitId === visitId && stay.endedOn === null);
  return open === undefined ? [] : [{ type: 'StayEnded', data: { visitId, psnNo: open.psnNo, endedOn } }];
}
