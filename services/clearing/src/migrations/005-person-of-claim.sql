-- Keyed hash of the insured person's citizen number as settlement tells it (AUD-03); null of claims told before it did.
alter table claim add column id_number_hash text;
