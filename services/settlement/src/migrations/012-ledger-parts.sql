-- What a side may tell of a claim beside its totals, by name: fund columns (CLR-14), what the hospital bears, how the fee is split
-- (REC-01). Null where its list has no such column: then nothing is looked at, and the index is empty.
alter table ledger_entry add column parts jsonb;
create index ledger_entry_parts on ledger_entry (business_date, side) where parts is not null;
