-- Fields and kinds of record that a deployment defines for itself, as data; and filters an account keeps.

-- A version of what is asked: of something we know (person, home …) or of a kind of record of their own. What was written under an older
-- one stays as it was written: each value carries the number of its version.
create table custom_definition (
  county integer not null,
  id uuid not null,
  -- person, home, building, enterprise, facility, place; or the key of an own kind.
  kind text not null,
  own boolean not null,
  -- 1, 2 … of that kind.
  number integer not null check (number > 0),
  state text not null check (state in ('draft', 'published', 'retired')),
  -- Name, title field, what it is attached to, fields in their order.
  content jsonb not null,
  made_by_name text not null,
  made_at timestamptz not null,
  -- Null: never published.
  published_by_name text,
  published_at timestamptz,
  -- Null: not retired.
  retired_at timestamptz,
  version integer not null default 1,
  primary key (county, id),
  constraint custom_definition_number unique (county, kind, number)
);
create unique index custom_definition_draft on custom_definition (county, kind) where state = 'draft';
create unique index custom_definition_published on custom_definition (county, kind) where state = 'published';

-- Values of own fields of one record we know; seen and kept as that record is.
create table custom_value (
  county integer not null,
  -- The record's.
  id uuid not null,
  subject_kind text not null check (subject_kind in ('person', 'home', 'building', 'enterprise', 'facility', 'place')),
  -- By key of the field: {v: value, n: number of the version it was written under}.
  plain jsonb not null,
  -- The same of sensitive fields, sealed; null: none.
  sealed bytea,
  facts jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (county, id)
);

-- Records of own kinds. One of a person, a home or a building is where that is; the others stand at a point of a grid.
create table custom_record (
  county integer not null,
  id uuid not null,
  kind text not null,
  title text not null,
  bigrams text[] not null,
  subject_kind text check (subject_kind in ('person', 'home', 'building')),
  subject_id uuid,
  area_id uuid,
  area_path text collate "C",
  border_id uuid,
  lon double precision,
  lat double precision,
  plain jsonb not null,
  sealed bytea,
  facts jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (county, id),
  constraint custom_record_stands check (
    (subject_id is null) = (subject_kind is null) and (subject_id is null) <> (area_id is null)
    and (area_id is null) = (area_path is null) and (area_id is null) = (lon is null) and (area_id is null) = (lat is null))
);
create index custom_record_kind on custom_record (county, kind, title, id);
create index custom_record_subject on custom_record (county, subject_id) where subject_id is not null;
create index custom_record_area on custom_record (county, area_path) where area_path is not null;
create index custom_record_bigrams on custom_record using gin (bigrams);

-- Who saw a sensitive value, why, and what stood there (sealed).
create table custom_reveal (
  county integer not null,
  id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  -- Key of the field, and its name as it was then.
  field text not null,
  label text not null,
  reason text not null,
  seen bytea not null,
  by_id uuid not null,
  by_name text not null,
  post text not null,
  at timestamptz not null,
  primary key (county, id)
);
create index custom_reveal_subject on custom_reveal (county, subject_id, at);

-- A filter of a list under a name, of one account.
create table saved_filter (
  county integer not null,
  id uuid not null,
  account_id uuid not null,
  room text not null check (room in ('people', 'homes', 'units', 'facilities')),
  name text not null,
  -- The page's search as its address holds it.
  search jsonb not null,
  version integer not null default 1,
  at timestamptz not null,
  primary key (county, id),
  constraint saved_filter_name unique (county, account_id, room, name)
);

-- Where a building came from, so that the same file again finds it; null: entered by hand.
alter table building add column source_id text;
create unique index building_source on building (county, source_id) where source_id is not null;
-- The map asks by box.
create index building_place on building (county, lon, lat);

alter table registry_change drop constraint registry_change_subject_kind_check;
alter table registry_change add constraint registry_change_subject_kind_check
  check (subject_kind in ('building', 'home', 'person', 'household', 'enterprise', 'facility', 'place', 'record'));

grant select, insert, update on custom_definition, custom_value, custom_record to lifang_app;
grant select, insert on custom_reveal to lifang_app;
grant select, insert, update, delete on saved_filter to lifang_app;
