-- Claims as settlement's events told them, with what decides whether they enter clearing. One numeric column per fund
-- column of annexes 14-2 and 14-3, so that a month is one GROUP BY.
create table claim (
  claim_id text primary key,
  refund_of text,
  visit_kind text not null,
  payer text not null,
  receiver text not null check (receiver <> payer),
  scheme text not null check (scheme in ('employee', 'resident')),
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
  -- The clearing month it entered; null while it waits.
  period text check (period ~ '^\d{4}-\d{2}$'),
  check (payable = pool + account + large_amount + supplementary + civil_servant + disabled + assistance + other + basic + catastrophic)
);
create index claim_waiting on claim (settled_on) where period is null;
create index claim_of_period on claim (period, payer, receiver, scheme);

-- 对账确认 (REC-03). Beside the claims: a confirmation may arrive before the claim it speaks of.
create table confirmation (
  claim_id text primary key,
  confirmed_on date not null
);

-- 对账差异 that stand open: the claim waits (REC-01, REC-03).
create table open_difference (
  difference_id text primary key,
  claim_id text not null
);
create index open_difference_claim on open_difference (claim_id);
