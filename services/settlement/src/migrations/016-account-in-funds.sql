-- Whether the institution is told, and tells, the personal account inside fund_pay_sumamt (interface 6.10): in Guangdong it is, in Hunan it is not.
alter table institution add column account_in_funds boolean not null default false;
