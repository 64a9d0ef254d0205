-- OAuth2 bearer tokens (interface 2.4) as a further way a hospital's requests are authenticated.

alter table institution drop constraint institution_transport_check;
alter table institution add constraint institution_transport_check
  check (transport in ('csb', 'x-tif', 'apikey', 'oauth'));
create index institution_access_key on institution (access_key) where transport = 'oauth';
