-- Enterprises, facilities and places of the registry, and what an incident is about.

create table enterprise (
  county integer not null,
  id uuid not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  border_id uuid,
  name text not null,
  bigrams text[] not null,
  -- Pinyin initials and their beginnings, as people have them.
  initials text[] not null,
  kind text not null check (kind in ('company', 'individual-business', 'institution', 'government', 'social-organisation', 'other')),
  -- 统一社会信用代码, 18 characters; null: none is known. Public.
  uscc text check (uscc ~ '^[0-9A-Z]{18}$'),
  -- As people call the trade; empty: not known.
  industry text not null,
  -- Of the public register of enterprises; empty: not known.
  legal_person text not null,
  state text not null check (state in ('operating', 'closed', 'moved', 'cancelled')),
  -- 九小场所; null: none of them.
  small_place text check (small_place in ('school', 'clinic', 'shop', 'restaurant', 'hotel', 'entertainment', 'internet', 'beauty-bath', 'workshop')),
  hazards text[] not null,
  -- Where it is: of a building or home of ours, or words of its own.
  building_id uuid,
  home_id uuid,
  address text not null,
  lon double precision not null,
  lat double precision not null,
  -- Sealed; the mask is what everybody sees.
  contact bytea,
  contact_masked text,
  phone bytea,
  phone_masked text,
  facts jsonb not null default '{}',
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (county, id),
  constraint enterprise_home check (home_id is null or building_id is not null),
  constraint enterprise_contact check ((contact is null) = (contact_masked is null) and (phone is null) = (phone_masked is null))
);
-- One code, one enterprise; whoever registers second is told.
create unique index enterprise_uscc on enterprise (county, uscc) where uscc is not null;
create index enterprise_area on enterprise (county, area_path);
create index enterprise_bigrams on enterprise using gin (bigrams);
create index enterprise_initials on enterprise using gin (initials);

create table facility (
  county integer not null,
  id uuid not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  border_id uuid,
  name text not null,
  bigrams text[] not null,
  initials text[] not null,
  -- A component class of a catalogue: never a bare code. The name is that of the day it was entered.
  class_standard text not null,
  class_code text not null,
  class_name text not null,
  -- 管理部件标识码 as the survey gave it; null: none.
  identity_code text,
  -- 主管部门; empty: not known.
  owner text not null,
  -- 养护单位: a department of the tree, or a name where it is none; both null: nobody known.
  keeper_id uuid,
  keeper text,
  state text not null check (state in ('in-order', 'damaged', 'missing', 'abandoned', 'removed', 'unknown')),
  address text not null,
  lon double precision not null,
  lat double precision not null,
  facts jsonb not null default '{}',
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (county, id),
  constraint facility_keeper check (keeper_id is null or keeper is null)
);
create unique index facility_code on facility (county, identity_code) where identity_code is not null;
create index facility_area on facility (county, area_path);
create index facility_bigrams on facility using gin (bigrams);
create index facility_initials on facility using gin (initials);

create table place (
  county integer not null,
  id uuid not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  border_id uuid,
  name text not null,
  bigrams text[] not null,
  initials text[] not null,
  kind text not null check (kind in ('school', 'kindergarten', 'hospital', 'market', 'construction-site', 'park', 'station', 'culture', 'religious', 'other')),
  state text not null check (state in ('open', 'closed')),
  -- 责任单位; empty: not known.
  responsible text not null,
  address text not null,
  lon double precision not null,
  lat double precision not null,
  -- GeoJSON polygon; null: a point only.
  outline jsonb,
  contact bytea,
  contact_masked text,
  phone bytea,
  phone_masked text,
  facts jsonb not null default '{}',
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (county, id),
  constraint place_contact check ((contact is null) = (contact_masked is null) and (phone is null) = (phone_masked is null))
);
create index place_area on place (county, area_path);
create index place_bigrams on place using gin (bigrams);
create index place_initials on place using gin (initials);

-- Who saw the contact of an enterprise or place, why, and what stood there (sealed).
create table contact_reveal (
  county integer not null,
  id uuid not null,
  subject_kind text not null check (subject_kind in ('enterprise', 'place')),
  subject_id uuid not null,
  field text not null check (field in ('contact', 'phone')),
  reason text not null,
  seen bytea not null,
  by_id uuid not null,
  by_name text not null,
  post text not null,
  at timestamptz not null,
  primary key (county, id)
);
create index contact_reveal_subject on contact_reveal (county, subject_id, at);

-- What an incident is about, of the registry. A link taken off stays, with who took it off.
create table incident_subject (
  county integer not null,
  id uuid not null,
  incident_id uuid not null,
  kind text not null check (kind in ('building', 'home', 'person', 'enterprise', 'facility', 'place')),
  -- Of the registry, which stands below and is not referred to by key.
  subject_id uuid not null,
  -- Null: the link came with the report of somebody without an account.
  added_by uuid,
  added_name text not null,
  added_at timestamptz not null,
  removed_by uuid,
  removed_name text,
  -- Null: it stands.
  removed_at timestamptz,
  -- The command that took it off.
  removed_command uuid,
  primary key (county, id),
  constraint incident_subject_removed check ((removed_at is null) = (removed_name is null))
);
create unique index incident_subject_once on incident_subject (county, incident_id, kind, subject_id) where removed_at is null;
create unique index incident_subject_removal on incident_subject (county, removed_command) where removed_command is not null;
create index incident_subject_of on incident_subject (county, subject_id) where removed_at is null;

alter table enterprise add constraint enterprise_building_fk foreign key (county, building_id) references building (county, id);
alter table enterprise add constraint enterprise_home_fk foreign key (county, home_id) references home (county, id);
alter table incident_subject add constraint incident_subject_incident_fk foreign key (county, incident_id) references incident (county, id);

alter table registry_change drop constraint registry_change_subject_kind_check;
alter table registry_change add constraint registry_change_subject_kind_check
  check (subject_kind in ('building', 'home', 'person', 'household', 'enterprise', 'facility', 'place'));

grant select, insert, update on enterprise, facility, place to lifang_app;
grant select, insert on contact_reveal to lifang_app;
grant select, insert, update on incident_subject to lifang_app;
