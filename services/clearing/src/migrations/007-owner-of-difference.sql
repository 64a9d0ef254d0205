-- 对账差异 keep a claim out for its two sides only: whose ledger a difference stands in is kept with it (REC-01, SEC-01). It stands
-- in the number too, day/side/owner/claim; one numbered otherwise is anybody's, as before.
alter table difference add column owner text;
update difference set owner = nullif(split_part(difference_id, '/', 3), '');
