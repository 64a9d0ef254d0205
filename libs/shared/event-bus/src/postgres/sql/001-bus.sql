-- The bus of the embedded form: a log per topic and partition, and how far every consumer has come.

create table store_epoch (
  singleton boolean primary key default true check (singleton),
  epoch integer not null,
  system_identifier text not null
);
comment on table store_epoch is 'Raised after a dump and restore: transaction ids begin anew there, positions must not.';
insert into store_epoch (epoch, system_identifier)
  select 1, system_identifier::text from pg_control_system();

create function current_epoch() returns integer language sql stable as 'select epoch from store_epoch';

-- The same as in the event store (its migration explains it): the first transaction id a reader may not see yet.
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

create table topics (
  topic text primary key,
  partitions integer not null check (partitions > 0)
);

create table log (
  topic text not null,
  partition integer not null,
  epoch integer not null default current_epoch(),
  transaction_id xid8 not null default pg_current_xact_id(),
  log_position bigint generated always as identity primary key,
  id text not null,
  source text not null,
  type text not null,
  subject text not null,
  source_position text not null,
  time text not null,
  -- json, not jsonb: what was published comes out as it went in, character for character.
  metadata json not null,
  data json not null
);
create index log_in_order on log (topic, partition, epoch, transaction_id, log_position);

create table consumer_position (
  consumer text not null,
  topic text not null references topics,
  partition integer not null,
  epoch integer not null,
  transaction_id xid8 not null,
  log_position bigint not null,
  primary key (consumer, topic, partition)
);
comment on table consumer_position is 'The last message a consumer has acknowledged.';
