import type { Institution } from '../world/institutions.js';
import type { PairLevel } from '../world/levels.js';
import type { Person } from '../world/people.js';
import { hashOf } from '../random.js';
import { forEach, type Agencies } from './agencies.js';

const PERSONS_PER_LIST = 200;

/** 登记定点医药机构 by the place of care. */
export const registerInstitutions = (
  agencies: Agencies,
  institutions: readonly Institution[],
  atOnce: number,
): Promise<void> =>
  forEach(institutions, atOnce, async ({ code, name, unit, region, kind, settlementLevel, transport, secret }) => {
    await agencies.do({
      ...{ method: 'PUT', service: 'settlement', path: `/settlement/institutions/${code}` },
      ...{ role: 'provincial-agency', unit },
      body: { name, region, kind, settlementLevel, transport, accessKey: code, secret },
    });
  });

/** 参保登记 of everybody, province by province. */
export function enrolPersons(agencies: Agencies, persons: readonly Person[], atOnce: number): Promise<void> {
  const byUnit = new Map<string, Person[]>();
  for (const person of persons) byUnit.set(person.unit, [...(byUnit.get(person.unit) ?? []), person]);
  const lists = [...byUnit].flatMap(([unit, all]) =>
    Array.from({ length: Math.ceil(all.length / PERSONS_PER_LIST) }, (_, page) => ({
      unit,
      persons: all.slice(page * PERSONS_PER_LIST, (page + 1) * PERSONS_PER_LIST),
    })),
  );
  return forEach(lists, atOnce, async ({ unit, persons: listed }) => {
    await agencies.do({
      ...{ method: 'POST', service: 'registration', path: '/registration/insured-persons' },
      ...{ role: 'provincial-agency', unit },
      body: { unit, persons: listed.map(enrolmentOf) },
    });
  });
}

const enrolmentOf = ({ psnNo, name, idNumber, phone, credentials, sex, birthDate, ...rest }: Person): object => ({
  ...{ psnNo, name, idNumber, phone, credentials, sex, birthDate, insuredRegion: rest.insuredRegion },
  ...{ insuranceType: rest.insuranceType, personType: rest.personType, civilServant: rest.civilServant },
  ...{ insuranceStatus: rest.insuranceStatus, insuredSince: '2015-01-01', accountBalance: rest.accountBalance },
});

/** Of so many applications one comes by the website and waits for the agency; the others are made at the window. */
const BY_WEBSITE_ONE_IN = 4;

/** 备案 of those who file: at the window, or by the website and then decided by the agency of the place of insurance (REG-05). */
export const fileRegistrations = (
  agencies: Agencies,
  filers: { readonly persons: readonly Person[]; readonly on: string },
  atOnce: number,
  onFiled: () => void,
): Promise<void> =>
  forEach(filers.persons, atOnce, async ({ psnNo, unit, insuredRegion, filing }) => {
    if (filing === null) return;
    const byWebsite = hashOf(psnNo) % BY_WEBSITE_ONE_IN === 0;
    const referral = filing.referral === null ? null : { ...filing.referral, issuedOn: filers.on };
    const as = { method: 'POST', service: 'registration', role: 'provincial-agency', unit } as const;
    const { filingId, state } = await agencies.do<{ readonly filingId: string; readonly state: string }>({
      ...{ ...as, path: '/registration/filings' },
      body: { psnNo, insuredRegion, ...filing, referral, channel: byWebsite ? 'website' : 'window' },
    });
    if (state === 'pending') {
      await agencies.do({ ...as, path: `/registration/filings/${filingId}/approval`, body: { psnNo, insuredRegion } });
    }
    onFiled();
  });

/** 核定年度预付金额度 by two persons of the nation (PRE-01, SEC-04). */
export async function setLevels(agencies: Agencies, year: string, pairs: readonly PairLevel[]): Promise<void> {
  const as = { service: 'prepayment', role: 'national-agency', unit: 'nation' } as const;
  const path = `/prepayment/levels/${year}`;
  const { proposalNo } = await agencies.do<{ readonly proposalNo: number }>({
    ...{ ...as, method: 'PUT', path, body: { pairs } },
  });
  await agencies.do({ ...as, method: 'POST', path: `${path}/approval`, person: 'second', body: { proposalNo } });
}
