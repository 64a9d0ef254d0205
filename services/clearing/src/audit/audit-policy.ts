import { businessDate, ok, RegionCode, type Money, type Result } from '#kernel';
import type { EffectiveRegistration, PolicyBook } from '#policy';
import type { CutOffOfHold } from './domain/release.js';

/** 参保地的审核暂缓政策 on a day; a place that says nothing has what its province or the nation says. */
function policyOn(policies: PolicyBook, insuredRegion: string, on: string): Result<EffectiveRegistration> {
  const region = RegionCode.parse(insuredRegion, 'insuredRegion');
  return region.ok ? policies.registration(region.value, businessDate(on)) : region;
}

/** AUD-01: the amount in force on the day of settlement, whenever the claim is told. */
export function heldFrom(policies: PolicyBook, insuredRegion: string, settledOn: string): Result<Money> {
  const policy = policyOn(policies, insuredRegion, settledOn);
  return policy.ok ? ok(policy.value.values['audit.heldFrom']) : policy;
}

/** AUD-02: what becomes of a hold nobody asked about, by the policy of the day of the cut-off. */
export function unaskedAt(policies: PolicyBook, insuredRegion: string, cutOffOn: string): CutOffOfHold['unasked'] {
  const policy = policyOn(policies, insuredRegion, cutOffOn);
  if (!policy.ok) return policy;
  const { table, source } = policy.value.origins['audit.releaseUnasked'];
  return ok({ isReleased: policy.value.values['audit.releaseUnasked'], by: `${table}政策（${source}）` });
}
