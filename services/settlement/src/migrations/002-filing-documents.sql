-- Documents of a promise still to come (承诺制, REG-09): the benefit may hang on them (REG-17).

alter table filing add column documents_owed boolean not null default false;
update filing set documents_owed = by_promise;
alter table filing alter column documents_owed drop default;
