-- 参保经历 Every place and scheme a person was told to be insured in, as last told of each: a claim by hand is paid by that of the day
-- of the care (SET-17, SET-19), wherever the person is insured since. What was told before this migration is known of the last one only.
create table told_cover (
  psn_no text not null,
  insured_region text not null,
  insurance_type text not null,
  person_type text not null,
  civil_servant boolean not null,
  insured_since date not null,
  chronic_diseases jsonb,
  primary key (psn_no, insured_region, insurance_type)
);
insert into told_cover
  select psn_no, insured_region, insurance_type, person_type, civil_servant, insured_since, chronic_diseases from insured_person;
