-- Foreign residents (境外人员): what their paper says of them, until when it holds, and why and how long they are here. The paper itself
-- stands where everybody's does: id_kind, id_number, nationality.
alter table person
  -- As the paper prints them, in capitals; null: none known. 40 characters each.
  add column foreign_surname text check (length(foreign_surname) between 1 and 40),
  add column foreign_given text check (length(foreign_given) between 1 and 40),
  -- Both without marks, in small letters, for fragments; their pairs stand in bigrams with those of the name.
  add column latin text,
  -- Last day the paper holds.
  add column id_until date,
  add column stay_purpose text check (stay_purpose in ('work', 'business', 'study', 'family', 'residence', 'visit', 'tourism', 'other')),
  add column arrived_on date,
  -- Last day they mean to be here.
  add column leaves_on date,
  add constraint person_foreign_stay check (leaves_on is null or arrived_on is null or leaves_on >= arrived_on);
-- Few of many: the list of them and of papers that run out reads these rows alone.
create index person_foreign on person (county, id) where nationality <> 'CHN' or id_kind in ('foreign-permanent', 'hk-macao-taiwan', 'passport');
-- Nothing of it is left of somebody who was erased.
alter table person add constraint person_foreign_erased check (status <> 'erased' or (foreign_surname is null and foreign_given is null
  and latin is null and id_until is null and stay_purpose is null and arrived_on is null and leaves_on is null));
