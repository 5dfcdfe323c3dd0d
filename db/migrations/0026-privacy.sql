-- What PIPL asks of the registry: texts of purpose, a person's own copy, requests to correct and to erase, and erasure itself.

alter table person drop constraint person_status_check;
alter table person add constraint person_status_check check (status in ('here', 'moved-out', 'dead', 'merged', 'erased'));
-- Of somebody erased the id stays, and nothing that says who it was.
alter table person add constraint person_erased check (status <> 'erased' or (id_number is null and phone is null and sealed is null
  and birth_date is null and died_on is null and sex = 'unknown' and bigrams = '{}' and initials = '{}' and facts = '{}' and area_path = ''));

-- What a collection form tells people, where a deployment says it otherwise than as delivered; each text is a row, the newest holds.
create table privacy_text (
  county integer not null,
  id uuid not null,
  form text not null,
  -- 1 for the first text after the delivered one.
  version integer not null check (version > 0),
  purpose text not null,
  ground text not null,
  ask text not null,
  -- Days kept after the event of the form; of 'requests': days within which one is answered.
  days integer not null check (days between 1 and 36500),
  reason text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (county, id),
  constraint privacy_text_version unique (county, form, version)
);

-- A copy handed to the person concerned. What stood on it is not kept.
create table registry_copy (
  county integer not null,
  id uuid not null,
  person_id uuid not null,
  asker text not null check (asker in ('self', 'guardian', 'agent')),
  -- How their identity was checked, and why they asked; null: erased with the person.
  sealed bytea,
  by_id uuid not null,
  by_name text not null,
  post text not null,
  at timestamptz not null,
  primary key (county, id)
);
create index registry_copy_person on registry_copy (county, person_id, at);

-- Somebody asks that something be put right, or that all of it be erased.
create table registry_request (
  county integer not null,
  id uuid not null,
  person_id uuid not null,
  -- Where the person stood when it was taken down: an erased row stands nowhere.
  area_path text collate "C" not null,
  registered_path text collate "C",
  kind text not null check (kind in ('correction', 'erasure')),
  asker text not null check (asker in ('self', 'guardian', 'agent')),
  -- What is wrong or to be erased, how identity was checked; null: erased with the person.
  sealed bytea,
  -- Said to have been collected without ground: may be erased before its time.
  wrongly boolean not null,
  taken_by uuid not null,
  taken_by_name text not null,
  taken_at timestamptz not null,
  due_on date not null,
  -- Null, all: nobody has decided.
  granted boolean,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  -- Sealed: what the answer says; null too when erased with the person.
  why bytea,
  version integer not null default 1,
  primary key (county, id),
  constraint registry_request_decided check ((granted is null) = (decided_at is null) and (granted is null) = (decided_by is null)),
  -- Two people for an erasure.
  constraint registry_request_two check (kind <> 'erasure' or decided_by is null or decided_by <> taken_by)
);
create unique index registry_request_one on registry_request (county, person_id, kind) where granted is null;
create index registry_request_open on registry_request (county, area_path, due_on) where granted is null;
create index registry_request_person on registry_request (county, person_id);

alter table registry_copy add constraint registry_copy_person_fk foreign key (county, person_id) references person (county, id);
alter table registry_request add constraint registry_request_person_fk foreign key (county, person_id) references person (county, id);

grant select, insert on privacy_text to lifang_app;
grant select, insert on registry_copy to lifang_app;
grant select, insert, update on registry_request to lifang_app;
-- History and looks are only appended to, and erasure is the one exception the law makes (PIPL art. 47): the values may be emptied;
-- that something changed, when, by whom and on what source cannot be altered even then.
grant update (old_value, new_value, old_sealed, new_sealed, note) on registry_change to lifang_app;
grant update (seen) on registry_reveal to lifang_app;
grant update (sealed) on registry_copy to lifang_app;
-- A merge's images hold whole rows.
grant update (before, after) on person_merge_row to lifang_app;
