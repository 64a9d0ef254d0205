-- Which revision of a report has been compared: a day is compared again only when a report has come or changed (REC-01).
alter table ledger_upload
  add column compared_revision integer,
  add column compared_on date;

-- Who has claims of a day and so owes its report of it, with what the nation knows (REC-02). Filled by the daily job.
create table ledger_due (
  business_date date not null,
  side text not null check (side in ('care', 'insured')),
  unit text not null,
  claims integer not null,
  total numeric(18, 2) not null,
  primary key (business_date, side, unit)
);
