-- 备案迁入 How far each import of filings has come. Moved on in the transaction of the events it speaks of.
create table filing_import (
  import_id text primary key,
  unit text not null,
  check_only boolean not null,
  -- The header's names: a part with other columns is another file.
  columns text[] not null,
  -- Decided by the first bytes that are not ASCII, unless it was named.
  encoding text,
  state text not null check (state in ('open', 'finished')),
  -- Last line of the file whose fate is decided; the header is line 1.
  committed_line bigint not null,
  accepted bigint not null default 0,
  refused bigint not null default 0
);

-- One line for each fault of a refused row. Never names, numbers of persons or free text of the file.
create table filing_import_error (
  import_id text not null references filing_import on delete cascade,
  line bigint not null,
  fault integer not null,
  field text not null,
  value text not null,
  rule text not null,
  code text not null,
  reason text not null,
  primary key (import_id, line, fault)
);

-- What a check has found good, so that later rows of the same file are held against it. Gone when the check ends.
create unlogged table filing_import_checked (
  import_id text not null,
  psn_no text not null,
  line bigint not null,
  event text not null
);
create index filing_import_checked_person on filing_import_checked (import_id, psn_no);
