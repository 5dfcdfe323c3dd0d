-- The registry: buildings, homes, people, households and where people live, each fact with its source; sealed where it is sensitive.

create table building (
  county integer not null,
  id uuid not null,
  -- The grid it stands in today and that grid's border version, as incidents keep theirs.
  area_id uuid not null,
  area_path text collate "C" not null,
  border_id uuid,
  -- Address chain below the community: 街路巷, 小区 or 院, 门牌, 幢; empty where there is none.
  road text not null,
  estate text not null,
  door text not null,
  block text not null,
  -- The line as people write it, made from the chain.
  address text not null,
  -- Two characters each of the line, for fragments.
  bigrams text[] not null,
  lon double precision not null,
  lat double precision not null,
  -- GeoJSON polygon; null: not drawn.
  outline jsonb,
  storeys smallint not null check (storeys between 1 and 200),
  use text not null check (use in ('residential', 'commercial', 'mixed', 'office', 'industrial', 'public', 'other')),
  facts jsonb not null default '{}',
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (county, id)
);
create index building_area on building (county, area_path);
create index building_bigrams on building using gin (bigrams);

-- Other names of one building or home: 俗称, the certificate's address, the number of old. One name leads to one place.
create table address_alias (
  county integer not null,
  id uuid not null,
  building_id uuid not null,
  -- Null: of the whole building.
  home_id uuid,
  text text not null,
  -- The text without blanks, width and punctuation.
  key text not null,
  bigrams text[] not null,
  primary key (county, id),
  constraint address_alias_key unique (county, key)
);
create index address_alias_building on address_alias (county, building_id);
create index address_alias_bigrams on address_alias using gin (bigrams);

create table home (
  county integer not null,
  id uuid not null,
  building_id uuid not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  -- 单元; empty: the building has one entrance.
  entrance text not null,
  floor smallint not null check (floor between -9 and 200 and floor <> 0),
  room text not null,
  -- Unknown: nobody has been told yet.
  kind text not null check (kind in ('owner-occupied', 'rental', 'vacant', 'other-use', 'unknown')),
  -- Keys of hazards found.
  hazards text[] not null,
  address text not null,
  bigrams text[] not null,
  -- Day of the last visit that reached the home; null: never visited.
  visited_on date,
  -- Somebody who lives here is in a care group: the shorter cycle holds. Kept by whatever changes who lives here.
  care boolean not null default false,
  facts jsonb not null default '{}',
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (county, id),
  constraint home_room unique (county, building_id, entrance, room)
);
create index home_area on home (county, area_path);
create index home_building on home (county, building_id);
create index home_bigrams on home using gin (bigrams);

create table person (
  county integer not null,
  id uuid not null,
  name text not null,
  bigrams text[] not null,
  -- Pinyin initials and their beginnings from two letters on, one for each reading.
  initials text[] not null,
  sex text not null check (sex in ('male', 'female', 'unknown')),
  -- Null: not known.
  birth_date date,
  -- ISO 3166 alpha-3.
  nationality text not null,
  id_kind text not null check (id_kind in ('resident-id', 'foreign-permanent', 'hk-macao-taiwan', 'passport', 'other', 'none')),
  -- Sealed; the index is HMAC-SM3 of kind and number; the mask is what lists show.
  id_number bytea,
  id_index bytea,
  id_masked text,
  phone bytea,
  phone_index bytea,
  phone_tail text check (phone_tail ~ '^\d{4}$'),
  phone_masked text,
  -- Other sensitive fields as one sealed JSON object; null: none.
  sealed bytea,
  -- Names of the fields inside `sealed`.
  sealed_fields text[] not null default '{}',
  care boolean not null default false,
  status text not null check (status in ('here', 'moved-out', 'dead')),
  died_on date,
  -- Where the person lives, or lived last; where they live is not here, their 户籍.
  area_path text collate "C" not null,
  -- Where their 户籍 is; null: not here. The reader's area is held against both.
  registered_path text collate "C",
  facts jsonb not null default '{}',
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (county, id),
  constraint person_id_pair check ((id_number is null) = (id_index is null) and (id_number is null) = (id_masked is null)),
  constraint person_phone_pair check ((phone is null) = (phone_index is null) and (phone is null) = (phone_masked is null))
);
-- One number, one person; whoever registers second is told.
create unique index person_id_index on person (county, id_index) where id_index is not null;
create index person_phone on person (county, phone_index) where phone_index is not null;
create index person_tail on person (county, phone_tail) where phone_tail is not null;
create index person_area on person (county, area_path);
create index person_registered on person (county, registered_path) where registered_path is not null;
create index person_bigrams on person using gin (bigrams);
create index person_initials on person using gin (initials);

create table household (
  county integer not null,
  id uuid not null,
  home_id uuid not null,
  -- 户籍户 or 居住户.
  kind text not null check (kind in ('registered', 'residing')),
  -- Null: everybody left, or the head did and the next is not settled.
  head_id uuid,
  founded_on date not null,
  -- Null: it stands.
  ended_on date,
  version integer not null default 1,
  primary key (county, id),
  constraint household_ends check (ended_on is null or ended_on >= founded_on)
);
create index household_home on household (county, home_id);

-- 户籍 and 居住 as dated facts, so that 人户分离 is normal.
create table residence (
  county integer not null,
  id uuid not null,
  person_id uuid not null,
  home_id uuid not null,
  household_id uuid not null,
  kind text not null check (kind in ('registered', 'residing')),
  -- GB/T 4761, two digits; null: not known, to be asked.
  relation text check (relation ~ '^\d\d$'),
  from_on date not null,
  -- Null: goes on.
  to_on date,
  ended_by text check (ended_by in ('moved-out', 'moved-in-elsewhere', 'died', 'correction')),
  source text not null,
  primary key (county, id),
  constraint residence_ends check (to_on is null or to_on >= from_on),
  constraint residence_end_told check ((to_on is null) = (ended_by is null))
);
-- One place at a time of each kind.
create unique index residence_one on residence (county, person_id, kind) where to_on is null;
create index residence_person on residence (county, person_id);
create index residence_home on residence (county, home_id) where to_on is null;
create index residence_household on residence (county, household_id) where to_on is null;

-- Every change of every field, appended and never altered. Sensitive values are sealed, others stand as text.
create table registry_change (
  county integer not null,
  id bigint generated always as identity,
  subject_kind text not null check (subject_kind in ('building', 'home', 'person', 'household')),
  subject_id uuid not null,
  field text not null,
  old_value text,
  new_value text,
  old_sealed bytea,
  new_sealed bytea,
  source text not null,
  verified_on date not null,
  confidence text not null,
  -- Why a number that does not check was kept all the same.
  note text,
  by_id uuid not null,
  by_name text not null,
  command_id uuid not null,
  at timestamptz not null,
  primary key (county, id)
);
create index registry_change_subject on registry_change (county, subject_id, id);

-- Who saw a sensitive field, why, and what stood there (sealed).
create table registry_reveal (
  county integer not null,
  id uuid not null,
  person_id uuid not null,
  field text not null,
  reason text not null,
  seen bytea not null,
  by_id uuid not null,
  by_name text not null,
  post text not null,
  at timestamptz not null,
  primary key (county, id)
);
create index registry_reveal_person on registry_reveal (county, person_id, at);

-- Commands carried out: the same id again gets the same answer, other content under it is refused.
create table registry_command (
  county integer not null,
  id uuid not null,
  act text not null,
  -- HMAC-SM3: a plain digest of a short number could be guessed.
  body_hash bytea not null,
  answer jsonb not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (county, id)
);

alter table address_alias add constraint address_alias_building_fk foreign key (county, building_id) references building (county, id);
alter table address_alias add constraint address_alias_home_fk foreign key (county, home_id) references home (county, id);
alter table home add constraint home_building_fk foreign key (county, building_id) references building (county, id);
alter table household add constraint household_home_fk foreign key (county, home_id) references home (county, id);
alter table household add constraint household_head_fk foreign key (county, head_id) references person (county, id);
alter table residence add constraint residence_person_fk foreign key (county, person_id) references person (county, id);
alter table residence add constraint residence_home_fk foreign key (county, home_id) references home (county, id);
alter table residence add constraint residence_household_fk foreign key (county, household_id) references household (county, id);
alter table registry_reveal add constraint registry_reveal_person_fk foreign key (county, person_id) references person (county, id);

grant select, insert, update on building, home, person, household, residence to lifang_app;
grant select, insert, delete on address_alias to lifang_app;
grant select, insert on registry_change, registry_reveal, registry_command to lifang_app;
