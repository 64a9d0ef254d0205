-- The log of a service: events, their order, the answers given, and how far read models have followed.

create table store_epoch (
  singleton boolean primary key default true check (singleton),
  epoch integer not null,
  system_identifier text not null
);
comment on table store_epoch is 'Raised after a dump and restore: transaction ids begin anew there, positions must not.';
insert into store_epoch (epoch, system_identifier)
  select 1, system_identifier::text from pg_control_system();

create function current_epoch() returns integer language sql stable as 'select epoch from store_epoch';

create table events (
  epoch integer not null default current_epoch(),
  transaction_id xid8 not null default pg_current_xact_id(),
  global_position bigint generated always as identity,
  -- Collation C: compared byte by byte, and no index goes wrong when the system's sorting rules change.
  stream_id text collate "C" not null,
  stream_version integer not null check (stream_version > 0),
  type text not null,
  schema_version smallint not null,
  data jsonb not null,
  metadata jsonb not null,
  occurred_at timestamptz not null,
  hash text not null,
  constraint events_in_order primary key (epoch, transaction_id, global_position),
  unique (stream_id, stream_version)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% of % is not allowed: recorded events are final (SEC-03)', tg_op, tg_table_name;
end $$;
create trigger events_are_final before update or delete on events
  for each row execute function refuse_change();
create trigger events_stay before truncate on events
  for each statement execute function refuse_change();

-- The first transaction id a reader may not see yet: rows below it are complete and final in the reader's snapshot.
-- pg_snapshot_xmin would also wait for transactions of other databases of the same server, which can never write here;
-- an id that pg_stat_activity shows in another database is therefore left out. An id it does not show is kept: safe.
create function read_bound() returns xid8 language sql stable as $$
  select coalesce(
    (select min(running.x)
       from pg_snapshot_xip(pg_current_snapshot()) as running(x)
      where not exists (
        select 1 from pg_stat_activity a
         where a.backend_xid = running.x::xid
           and a.datname is distinct from current_database()
           and a.datname is not null)),
    pg_snapshot_xmax(pg_current_snapshot()))
$$;

create table idempotency (
  scope text collate "C" not null,
  key text collate "C" not null,
  body_hash text not null,
  outcome json not null, -- json, not jsonb: an answer given again is the same text
  recorded_at timestamptz not null default now(),
  primary key (scope, key)
);
comment on table idempotency is 'Answers given, refusals too. Rows live as long as the claim they belong to.';

create table projection_checkpoint (
  name text primary key,
  epoch integer not null,
  transaction_id xid8 not null,
  global_position bigint not null
);
