-- The simulated business date of the embedded form and of tests; a restart goes on with the same day.
create table simulated_clock (
  singleton boolean primary key default true check (singleton),
  business_date date not null
);
