-- What settlement knows of others: institutions (administration), insured persons and filings (from registration's events).

create table institution (
  code text primary key,
  name text not null,
  region text not null check (region ~ '^\d{6}$'),
  kind text not null check (kind in ('hospital', 'pharmacy')),
  settlement_level smallint not null check (settlement_level between 1 and 3),
  open boolean not null default true,
  -- How the institution's requests are signed, and with which sealed secret.
  transport text not null check (transport in ('csb', 'x-tif', 'apikey')),
  access_key text not null,
  secret text not null check (secret like 'sm4:%'),
  changed_at timestamptz not null default now(),
  changed_by text not null
);
comment on table institution is '定点医药机构. settlement_level is the 医保结算等级 registered at the place of care (RC07).';

create table insured_person (
  psn_no text primary key,
  name text not null check (name like 'sm4:%'),
  id_number text not null check (id_number like 'sm4:%'),
  id_number_hash text not null,
  sex text not null,
  birth_date date not null,
  insured_region text not null,
  insurance_type text not null,
  person_type text not null,
  civil_servant boolean not null,
  insurance_status text not null,
  insured_since date not null,
  account_balance numeric(18, 2) not null
);
comment on table insured_person is 'Found by keyed hash only; names and numbers stand sealed (SEC-02).';
create index insured_person_id_number on insured_person (id_number_hash);

create table person_credential (
  credential_hash text not null,
  psn_no text not null references insured_person on delete cascade,
  primary key (credential_hash, psn_no)
);

create table filing (
  filing_id text primary key,
  psn_no text not null,
  insured_region text not null,
  kind text not null,
  destination text not null,
  by_promise boolean not null,
  valid_from date not null,
  valid_to date,
  ended_on date,
  ended_cause text
);
create index filing_of_person on filing (psn_no);

-- The other two sides of the daily reconciliation, as they reported it (REC-01).
create table ledger_upload (
  side text not null check (side in ('care', 'insured')),
  unit text not null,
  business_date date not null,
  revision integer not null,
  entries integer not null,
  total numeric(18, 2) not null,
  digest text not null,
  uploaded_by text not null,
  uploaded_at timestamptz not null default now(),
  primary key (side, unit, business_date)
);
create table ledger_entry (
  side text not null,
  unit text not null,
  business_date date not null,
  line integer not null,
  claim_id text not null,
  state text not null check (state in ('settled', 'refunded')),
  total numeric(18, 2) not null,
  fund_total numeric(18, 2) not null,
  account numeric(18, 2) not null,
  cash numeric(18, 2) not null,
  primary key (side, unit, business_date, line)
);
create index ledger_entry_claim on ledger_entry (business_date, side, claim_id);
