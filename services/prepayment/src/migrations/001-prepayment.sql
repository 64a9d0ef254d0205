-- Clearing tables as clearing published them (clearing.table-generated.v1): what use rates are proved against.
create table clearing_table (
  month text primary key check (month ~ '^\d{4}-\d{2}$'),
  generated_on date not null,
  total numeric(18, 2) not null
);
create table clearing_cell (
  month text not null references clearing_table,
  payer text not null,
  receiver text not null check (receiver <> payer),
  scheme text not null check (scheme in ('employee', 'resident')),
  cleared numeric(18, 2) not null,
  primary key (month, payer, receiver, scheme)
);

-- 签章: day the notices of a month were published, from which the three working days of PRE-06 count when it is known.
create table clearing_signature (
  month text primary key check (month ~ '^\d{4}-\d{2}$'),
  signed_on date not null
);
