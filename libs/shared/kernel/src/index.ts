export { changedProposal, secondPerson } from './four-eyes.js';
export type { FourEyes, Proposal } from './four-eyes.js';
export { ok, reject, unwrap } from './result.js';
export type { Accepted, Refused, Rejection, Result } from './result.js';
export { Decimal, Money, ratioOf } from './money.js';
export type { Ratio } from './money.js';
export {
  CLEARING_UNITS,
  RegionCode,
  clearingUnit,
  clearingUnitOf,
  isCrossProvince,
  isProvinceLevel,
  parseClearingUnit,
  provinceOf,
  unitName,
  unitShortName,
} from './region.js';
export type { ClearingUnit, ClearingUnitInfo } from './region.js';
export {
  addDays,
  addMonths,
  businessDate,
  clearingMonth,
  compareDates,
  dayIn,
  dayOfMonth,
  daysBetween,
  isBusinessDate,
  LAST_DAY,
  lastDayOf,
  monthOf,
  monthsBetween,
  nextMonth,
  parseBusinessDate,
  parseClearingMonth,
  previousMonth,
  shanghaiDateOf,
  shiftMonth,
  startOfShanghaiDay,
  weekday,
  yearOf,
} from './dates.js';
export type { BusinessDate, ClearingMonth } from './dates.js';
export { CalendarYearMissing, WorkingCalendar, workingCalendar } from './calendar.js';
export { CALENDAR_YEARS } from './calendar-data.js';
export type { CalendarYear } from './calendar-data.js';
export { digitsOf, isSamePool, isWithin, poolOf, reaches } from './place.js';
export { checkCitizenId, citizenIdCheckCharacter } from './citizen-id.js';
export type { CitizenIdFacts } from './citizen-id.js';
export { idOf } from './ids.js';
export type { ClaimId, FilingId, Id, InstitutionId, PersonId, VisitId } from './ids.js';
