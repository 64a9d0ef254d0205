/** Who acts on what (rulebook §1). `system` is the platform's own processes. */
export type Role =
  | 'national-agency'
  | 'provincial-agency'
  | 'city-agency'
  | 'provincial-finance'
  | 'hospital'
  | 'insured-person'
  | 'operations'
  | 'system';

/** Somebody whose token or signature was checked. */
export interface Principal {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** `nation`, or the two-digit code of a clearing unit. */
  readonly area: 'nation' | (string & {});
  readonly institutionCode?: string;
  /** 统筹区 of a city agency: the six digits of a city with its counties (`320200`), or of a county with a pool of its own. */
  readonly city?: string;
}
