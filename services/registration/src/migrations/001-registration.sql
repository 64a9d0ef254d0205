-- Registration keeps nothing beside its events and read models; the folder holds what administration will need.
comment on schema public is 'registration: events of insured persons and filings';
