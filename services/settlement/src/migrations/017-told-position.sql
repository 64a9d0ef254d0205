-- As of which message of registration a person and a cover are known: an older one, replayed from the dead letters, changes nothing of it.
alter table insured_person add column told_position text collate "C" not null default '';
alter table told_cover add column told_position text collate "C" not null default '';

-- With each enrolment a person's cards are told anew (SET-21). One that was taken away before this migration goes with the person's next
-- enrolment: what was told last of everybody's cards is known to registration only.
create index person_credential_of_person on person_credential (psn_no);
