-- What conditions of a policy ask about a person besides age and category, as the place of insurance reports it; null where it does not.
alter table insured_person
  add column retired_on date,
  add column identities jsonb,
  add column unclaimed_years integer;
alter table told_cover
  add column retired_on date,
  add column identities jsonb,
  add column unclaimed_years integer;
