import { schemeOfInsuranceType, type Scheme } from '#contracts';
import { ok, reject, RegionCode, type BusinessDate, type Result } from '#kernel';
import type { EffectivePolicy, PolicyBook } from '#policy';

interface Insured {
  readonly insuredRegion: string;
  readonly insuranceType: string;
}

function schemeOf({ insuranceType }: Insured): Result<Scheme> {
  const scheme = schemeOfInsuranceType(insuranceType);
  if (scheme === null) return reject('person.scheme', 'CLR-14', '该险种不在跨省直接结算范围内', ['insutype']);
  return ok(scheme);
}

/** The table of a person's place and scheme in force on a day (SET-01). */
export function benefitPolicyOf(policies: PolicyBook, insured: Insured, on: BusinessDate): Result<EffectivePolicy> {
  const scheme = schemeOf(insured);
  return scheme.ok ? policies.benefit(RegionCode.of(insured.insuredRegion), scheme.value, on) : scheme;
}

/** In its place where the place of insurance computes itself: its table is not ours to look up. */
export function policyElsewhere(insured: Insured, on: BusinessDate): Result<EffectivePolicy> {
  const scheme = schemeOf(insured);
  if (!scheme.ok) return scheme;
  return ok({
    region: RegionCode.of(insured.insuredRegion),
    scheme: scheme.value,
    date: on,
    ...{ files: [], byStatus: {} },
  });
}
