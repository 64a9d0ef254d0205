-- 个人账户家庭共济 as the place of insurance tells it (SET-20): on these days the member may use the owner's account.
create table family_account (
  member_psn_no text not null,
  owner_psn_no text not null,
  relation text not null,
  valid_from date not null,
  valid_to date,
  primary key (member_psn_no, owner_psn_no, valid_from)
);
