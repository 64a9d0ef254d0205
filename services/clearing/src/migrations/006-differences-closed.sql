-- 对账差异 once closed are remembered: a message that is replayed late must not open them again, and one that comes back is open
-- again (REC-01). The last word has the greatest position in the log of settlement; of those told before, none is known.
alter table open_difference rename to difference;
alter table difference
  add column closed boolean not null default false,
  add column told_at text collate "C" not null default '';
drop index open_difference_claim;
create index difference_open on difference (claim_id) where not closed;
