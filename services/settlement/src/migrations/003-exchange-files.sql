-- Files hospitals exchange with us (9101, 9102): what they upload to be compared, and what came of it. Sealed, and only for a while.

create table exchange_file (
  file_no text primary key,
  institution_code text not null,
  filename text not null,
  content bytea not null,
  expires_on date not null
);
create index exchange_file_expiry on exchange_file (expires_on);
