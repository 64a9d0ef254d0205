-- Where a person was first told to be insured: the annual accumulators of any later pool are kept apart from those of this one (SET-19). Of
-- who is known already that is where they are insured now; what they used so far goes on counting there.
alter table insured_person add column first_region text;
update insured_person set first_region = insured_region;
alter table insured_person alter column first_region set not null;
