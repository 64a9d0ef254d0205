-- Provinces that ask hospitals for no header (interface 2.3) know them by the line they come over: its networks, as text, instead of a key and a secret.
alter table institution add column networks jsonb;
alter table institution drop constraint institution_transport_check;
alter table institution add constraint institution_transport_check
  check (transport in ('csb', 'x-tif', 'apikey', 'oauth', 'network'));
alter table institution add constraint institution_network_check check (
  (transport = 'network') = (networks is not null)
  and (transport = 'network') = (access_key = ''));
