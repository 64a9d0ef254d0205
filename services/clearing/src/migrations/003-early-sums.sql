-- 随到随汇总: a claim is given its clearing month as soon as nothing holds it back, and the month's cells are summed as
-- claims come, so that the cut-off has little left to do however many claims a month has (CLR-02, CLR-03, CLR-15).
comment on column claim.period is 'The clearing month it enters; final once that month is cut off; null while it waits.';

create table claim_sum (
  period text not null,
  payer text not null,
  receiver text not null,
  scheme text not null,
  claims bigint not null,
  pool numeric(18, 2) not null,
  account numeric(18, 2) not null,
  large_amount numeric(18, 2) not null,
  supplementary numeric(18, 2) not null,
  civil_servant numeric(18, 2) not null,
  disabled numeric(18, 2) not null,
  assistance numeric(18, 2) not null,
  other numeric(18, 2) not null,
  basic numeric(18, 2) not null,
  catastrophic numeric(18, 2) not null,
  payable numeric(18, 2) not null,
  primary key (period, payer, receiver, scheme)
);
insert into claim_sum
  select period, payer, receiver, scheme, count(*), sum(pool), sum(account), sum(large_amount), sum(supplementary),
         sum(civil_servant), sum(disabled), sum(assistance), sum(other), sum(basic), sum(catastrophic), sum(payable)
    from claim where period is not null group by period, payer, receiver, scheme;

-- Claims lie in the order in which they came, so a month is found by where it lies, whatever history is behind it (a
-- block range index is a few pages); the parts of a pair by themselves (drill-down).
drop index claim_of_period;
create index claim_period on claim using brin (period) with (pages_per_range = 64, autosummarize = on);
create index claim_of_pair on claim (payer, period, receiver);
create index claim_refund_period on claim (period) where refund_of is not null;
