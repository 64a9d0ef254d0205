-- What a service keeps of its messaging in its own database: how far it published, how far it applied, what failed.

create table relay_checkpoint (
  topic text primary key,
  position text collate "C" not null
);
comment on table relay_checkpoint is 'The last event of this service that is on the bus.';

create table inbox_position (
  consumer text not null,
  topic text not null,
  partition integer not null,
  source text not null,
  position text collate "C" not null,
  primary key (consumer, topic, partition, source)
);
comment on table inbox_position is 'The last message applied, by its position in the source''s log: later deliveries of it are dropped.';

create table dead_letter (
  id bigint generated always as identity primary key,
  consumer text not null,
  topic text not null,
  partition integer not null,
  message_offset text not null,
  message_id text not null,
  type text not null,
  subject text not null,
  -- json, not jsonb: a message may be dead because jsonb refuses it.
  message json not null,
  error text not null,
  attempts integer not null,
  status text not null default 'open' check (status in ('open', 'replayed')),
  on_topic boolean not null default false,
  failed_at timestamptz not null default now(),
  replayed_at timestamptz,
  unique (consumer, topic, message_id)
);
create index dead_letter_waiting on dead_letter (consumer, id) where not on_topic;
create index dead_letter_open on dead_letter (consumer, id) where status = 'open';
