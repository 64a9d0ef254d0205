-- 退费 of a claim (CLR-09), and what an institution was paid in a year (CLR-10) and in a month (CLR-03, drill-down).
create index claim_refund on claim (refund_of) where refund_of is not null;
create index claim_of_institution on claim (institution_code, settled_on);
