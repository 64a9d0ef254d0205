import { CONTRACTS, type PersonEnrolled } from '#contracts';
import type { MessageHandler } from '#event-bus';

/**
 * Keeps where and in which scheme a person was told to be insured, also after they have moved on: care of those days is claimed there.
 * A replayed message adds the cover it tells, and changes nothing of one that a later message has told.
 */
export const coverHandler: MessageHandler = {
  types: [CONTRACTS.personEnrolled.type],
  async apply(tx, messages) {
    const told = messages.map(({ data, position }) => ({
      ...(data as unknown as PersonEnrolled),
      toldPosition: position,
    }));
    const last = new Map(told.map((one) => [`${one.psnNo}/${one.insuredRegion}/${one.insuranceType}`, one]));
    await tx.query(
      `insert into told_cover (psn_no, insured_region, insurance_type, person_type, civil_servant, insured_since, chronic_diseases,
         retired_on, identities, unclaimed_years, told_position)
       select r."psnNo", r."insuredRegion", r."insuranceType", r."personType", r."civilServant", r."insuredSince", r."chronicDiseases",
              r."retiredOn", r.identities, r."unclaimedYears", r."toldPosition"
         from jsonb_to_recordset($1::jsonb) as r("psnNo" text, "insuredRegion" text, "insuranceType" text, "personType" text,
         "civilServant" boolean, "insuredSince" date, "chronicDiseases" jsonb,
         "retiredOn" date, identities jsonb, "unclaimedYears" integer, "toldPosition" text)
       on conflict (psn_no, insured_region, insurance_type) do update set person_type = excluded.person_type,
         civil_servant = excluded.civil_servant, insured_since = excluded.insured_since,
         chronic_diseases = excluded.chronic_diseases, retired_on = excluded.retired_on, identities = excluded.identities,
         unclaimed_years = excluded.unclaimed_years, told_position = excluded.told_position
         where told_cover.told_position <= excluded.told_position`,
      [JSON.stringify([...last.values()])],
    );
  },
};
