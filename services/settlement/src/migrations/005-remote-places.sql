-- 参保地 Places of insurance that adjudicate themselves and are called over the national interface (SET-15).

create table remote_place (
  unit text primary key check (unit ~ '^\d{2}$'),
  name text not null,
  url text not null check (url ~ '^https?://'),
  transport text not null check (transport in ('csb', 'x-tif', 'apikey')),
  access_key text not null,
  secret text not null check (secret like 'sm4:%'),
  timeout_ms integer not null check (timeout_ms between 100 and 5000),
  open boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_by text not null
);
