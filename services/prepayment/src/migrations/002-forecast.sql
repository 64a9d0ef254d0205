-- 日结算 What was settled per pair and day, refunds taken off: what the forecast within the month goes by (PRE-09).
create table settled_day (
  settled_on date not null,
  receiver text not null,
  payer text not null,
  amount numeric(18, 2) not null,
  primary key (settled_on, receiver, payer)
);
