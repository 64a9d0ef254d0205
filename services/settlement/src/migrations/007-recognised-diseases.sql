-- 门诊慢特病待遇认定 as the place of insurance reports it (SET-11); null where it does not.
alter table insured_person add column chronic_diseases jsonb;
