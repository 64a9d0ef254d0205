-- What benefit tables distinguish of an institution in their own words (specialised, community, tcm), as its province has registered it.
alter table institution add column marks jsonb not null default '[]';
