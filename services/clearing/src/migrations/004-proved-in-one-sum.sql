-- The published table is proved against the claims, each read once (CLR-15). What that takes stands first in the row, so
-- that the rest of it need not be taken apart, and the ten fund columns stand there in one number as well, twenty digits
-- each: one sum of a pair tells them all. PostgreSQL itself makes it anew whenever one of them changes.
alter table claim rename to claim_before;
create table claim (
  period text check (period ~ '^\d{4}-\d{2}$'),
  payer text not null,
  receiver text not null check (receiver <> payer),
  scheme text not null check (scheme in ('employee', 'resident')),
  funds numeric not null generated always as (
    pool + account * 1e20 + large_amount * 1e40 + supplementary * 1e60 + civil_servant * 1e80 + disabled * 1e100
    + assistance * 1e120 + other * 1e140 + basic * 1e160 + catastrophic * 1e180) stored,
  claim_id text not null,
  refund_of text,
  visit_kind text not null,
  insured_region text not null,
  care_region text not null,
  institution_code text not null,
  psn_no text not null,
  inpatient_number text,
  invoice_number text,
  admitted_on date,
  discharged_on date,
  settled_on date not null,
  total numeric(18, 2) not null,
  pool numeric(18, 2) not null default 0,
  account numeric(18, 2) not null default 0,
  large_amount numeric(18, 2) not null default 0,
  supplementary numeric(18, 2) not null default 0,
  civil_servant numeric(18, 2) not null default 0,
  disabled numeric(18, 2) not null default 0,
  assistance numeric(18, 2) not null default 0,
  other numeric(18, 2) not null default 0,
  basic numeric(18, 2) not null default 0,
  catastrophic numeric(18, 2) not null default 0,
  -- pool + … + catastrophic: what the payer owes for this claim.
  payable numeric(18, 2) not null,
  check (payable = pool + account + large_amount + supplementary + civil_servant + disabled + assistance + other + basic + catastrophic)
);
insert into claim (claim_id, refund_of, visit_kind, payer, receiver, scheme, insured_region, care_region, institution_code,
    psn_no, inpatient_number, invoice_number, admitted_on, discharged_on, settled_on, total, pool, account, large_amount,
    supplementary, civil_servant, disabled, assistance, other, basic, catastrophic, payable, period)
  select claim_id, refund_of, visit_kind, payer, receiver, scheme, insured_region, care_region, institution_code, psn_no,
         inpatient_number, invoice_number, admitted_on, discharged_on, settled_on, total, pool, account, large_amount,
         supplementary, civil_servant, disabled, assistance, other, basic, catastrophic, payable, period
    from claim_before;
drop table claim_before;
alter table claim add primary key (claim_id);
create index claim_waiting on claim (settled_on) where period is null;
create index claim_refund on claim (refund_of) where refund_of is not null;
create index claim_of_institution on claim (institution_code, settled_on);
create index claim_period on claim using brin (period) with (pages_per_range = 64, autosummarize = on);
create index claim_of_pair on claim (payer, period, receiver);
create index claim_refund_period on claim (period) where refund_of is not null;
comment on column claim.period is 'The clearing month it enters; final once that month is cut off; null while it waits.';
