-- What the migrations make, written by tools/check-schema.ts --write and compared in every test run.
-- Read it to learn the tables; change them by a new file in db/migrations.

-- Extensions

create extension btree_gist;

-- Tables

create table access_token (
  id uuid not null,
  token_hash bytea not null,
  account_id uuid not null,
  label text not null,
  created_at timestamp with time zone default now() not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint access_token_pkey PRIMARY KEY (id),
  constraint access_token_token_hash_key UNIQUE (token_hash),
  constraint access_token_account_fk FOREIGN KEY (account_id) REFERENCES account(id)
);

create table account (
  id uuid not null,
  county integer not null,
  username text not null,
  name text not null,
  kind text not null,
  password_hash text,
  admin text,
  phone text,
  must_change_password boolean default true not null,
  totp_secret bytea,
  totp_confirmed boolean default false not null,
  totp_last_step bigint default 0 not null,
  failed_attempts integer default 0 not null,
  locked_until timestamp with time zone,
  disabled_at timestamp with time zone,
  version integer default 1 not null,
  created_at timestamp with time zone default now() not null,
  constraint account_pkey PRIMARY KEY (id),
  constraint account_admin_check CHECK ((admin = ANY (ARRAY['system-admin'::text, 'security-admin'::text, 'audit-admin'::text]))),
  constraint account_check CHECK (((kind = 'person'::text) = (password_hash IS NOT NULL))),
  constraint account_check1 CHECK (((admin IS NULL) OR (kind = 'person'::text))),
  constraint account_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'machine'::text])))
);

create table address_alias (
  county integer not null,
  id uuid not null,
  building_id uuid not null,
  home_id uuid,
  text text not null,
  key text not null,
  bigrams text[] not null,
  constraint address_alias_pkey PRIMARY KEY (county, id),
  constraint address_alias_key UNIQUE (county, key),
  constraint address_alias_building_fk FOREIGN KEY (county, building_id) REFERENCES building(county, id),
  constraint address_alias_home_fk FOREIGN KEY (county, home_id) REFERENCES home(county, id)
);

create table area (
  id uuid not null,
  county integer not null,
  parent_id uuid,
  level smallint not null,
  level_key text not null,
  code text not null,
  name text not null,
  path text collate "C" not null,
  grid_kind text,
  grid_type text,
  households integer,
  division_code text,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  constraint area_pkey PRIMARY KEY (id),
  constraint area_code_key UNIQUE (code),
  constraint area_path_key UNIQUE (path),
  constraint area_parent_fk FOREIGN KEY (parent_id) REFERENCES area(id),
  constraint area_check CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
  constraint area_check1 CHECK (((grid_kind IS NULL) = (grid_type IS NULL))),
  constraint area_code_check CHECK (((length(code) >= 1) AND (length(code) <= 32))),
  constraint area_grid_kind_check CHECK ((grid_kind = ANY (ARRAY['general'::text, 'dedicated'::text, 'micro'::text]))),
  constraint area_grid_type_check CHECK ((grid_type = ANY (ARRAY['scattered'::text, 'estate'::text, 'institutional'::text, 'rural'::text]))),
  constraint area_households_check CHECK ((households >= 0)),
  constraint area_level_check CHECK (((level >= 1) AND (level <= 6)))
);

create table area_border (
  id uuid not null,
  area_id uuid not null,
  version integer not null,
  polygon jsonb not null,
  area_m2 double precision not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  document text,
  constraint area_border_pkey PRIMARY KEY (id),
  constraint area_border_area_id_version_key UNIQUE (area_id, version),
  constraint area_border_area_fk FOREIGN KEY (area_id) REFERENCES area(id),
  constraint area_border_area_id_tstzrange_excl EXCLUDE USING gist (area_id WITH =, tstzrange(valid_from, valid_to) WITH &&)
);

create table area_successor (
  from_id uuid not null,
  to_id uuid not null,
  at timestamp with time zone not null,
  document text,
  constraint area_successor_pkey PRIMARY KEY (from_id, to_id),
  constraint area_successor_from_fk FOREIGN KEY (from_id) REFERENCES area(id),
  constraint area_successor_to_fk FOREIGN KEY (to_id) REFERENCES area(id)
);

create table audit_entry (
  seq bigint generated always as identity not null,
  county integer not null,
  at timestamp with time zone default clock_timestamp() not null,
  actor_id uuid,
  actor_name text not null,
  act text not null,
  subject_kind text not null,
  subject_id text not null,
  ground text,
  details jsonb default '{}'::jsonb not null,
  constraint audit_entry_pkey PRIMARY KEY (county, seq)
);

create table audit_seal (
  seq bigint not null,
  sealed_at timestamp with time zone default clock_timestamp() not null,
  from_seq bigint not null,
  to_seq bigint not null,
  entries bigint[] not null,
  leaves bytea not null,
  previous_root bytea not null,
  root bytea not null,
  constraint audit_seal_pkey PRIMARY KEY (seq),
  constraint audit_seal_leaves CHECK ((octet_length(leaves) = (32 * cardinality(entries)))),
  constraint audit_seal_order CHECK ((from_seq <= to_seq))
);

create table base_feature (
  id uuid not null,
  county integer not null,
  kind text not null,
  class text not null,
  name text,
  geometry jsonb not null,
  loaded_at timestamp with time zone not null,
  constraint base_feature_pkey PRIMARY KEY (id),
  constraint base_feature_kind_check CHECK ((kind = ANY (ARRAY['road'::text, 'water'::text, 'block'::text, 'building'::text, 'poi'::text])))
);

create table building (
  county integer not null,
  id uuid not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  border_id uuid,
  road text not null,
  estate text not null,
  door text not null,
  block text not null,
  address text not null,
  bigrams text[] not null,
  lon double precision not null,
  lat double precision not null,
  outline jsonb,
  storeys smallint not null,
  use text not null,
  facts jsonb default '{}'::jsonb not null,
  version integer default 1 not null,
  updated_at timestamp with time zone not null,
  source_id text,
  constraint building_pkey PRIMARY KEY (county, id),
  constraint building_storeys_check CHECK (((storeys >= 1) AND (storeys <= 200))),
  constraint building_use_check CHECK ((use = ANY (ARRAY['residential'::text, 'commercial'::text, 'mixed'::text, 'office'::text, 'industrial'::text, 'public'::text, 'other'::text])))
);

create table calendar_use (
  id uuid not null,
  county integer not null,
  department_id uuid,
  calendar_id text not null,
  valid_from timestamp with time zone not null,
  constraint calendar_use_pkey PRIMARY KEY (id),
  constraint calendar_use_department_fk FOREIGN KEY (department_id) REFERENCES department(id),
  constraint calendar_use_version_fk FOREIGN KEY (calendar_id) REFERENCES calendar_version(id)
);

create table calendar_version (
  id text not null,
  data jsonb not null,
  note text not null,
  created_at timestamp with time zone default now() not null,
  constraint calendar_version_pkey PRIMARY KEY (id)
);

create table case_import (
  county integer not null,
  id uuid not null,
  source_name text not null,
  mapping jsonb not null,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  result jsonb,
  constraint case_import_pkey PRIMARY KEY (county, id)
);

create table catalogue_class (
  standard text not null,
  kind text not null,
  code text not null,
  name text not null,
  major_code text not null,
  major_name text not null,
  evidence text not null,
  constraint catalogue_class_pkey PRIMARY KEY (standard, kind, code),
  constraint catalogue_class_kind_check CHECK ((kind = ANY (ARRAY['component'::text, 'matter'::text])))
);

create table comparison (
  county integer not null,
  id uuid not null,
  by_id uuid not null,
  by_name text not null,
  register text not null,
  register_name text not null,
  basis text not null,
  purpose text not null,
  area_id uuid not null,
  area_path text not null,
  fields text[] not null,
  stay text not null,
  age_from integer,
  age_to integer,
  via text not null,
  file_name text default ''::text not null,
  hash bytea,
  heads text[] default '{}'::text[] not null,
  head_line integer default 0 not null,
  lines integer default 0 not null,
  columns jsonb,
  state text not null,
  stop boolean default false not null,
  cursor integer default 0 not null,
  ours_after uuid,
  ours integer default 0 not null,
  ours_done integer default 0 not null,
  unread integer default 0 not null,
  unread_lines jsonb default '[]'::jsonb not null,
  problem text,
  due_on date,
  version integer default 1 not null,
  created_at timestamp with time zone not null,
  began_at timestamp with time zone,
  ended_at timestamp with time zone,
  purged_at timestamp with time zone,
  constraint comparison_pkey PRIMARY KEY (county, id),
  constraint comparison_file_once CHECK (((via = 'file'::text) OR (hash IS NULL)))
);

create table comparison_batch (
  county integer not null,
  comparison_id uuid not null,
  n integer not null,
  lines integer not null,
  sealed bytea not null,
  constraint comparison_batch_pkey PRIMARY KEY (county, comparison_id, n),
  constraint comparison_batch_of FOREIGN KEY (county, comparison_id) REFERENCES comparison(county, id)
);

create table comparison_record (
  county integer not null,
  id uuid not null,
  comparison_id uuid not null,
  line integer,
  key bytea,
  person_id uuid,
  matched text,
  area_path text not null,
  verdict text not null,
  their_state text not null,
  fields jsonb not null,
  theirs bytea,
  elsewhere boolean default false not null,
  home_id uuid,
  constraint comparison_record_pkey PRIMARY KEY (county, id),
  constraint comparison_record_home FOREIGN KEY (county, home_id) REFERENCES home(county, id),
  constraint comparison_record_of FOREIGN KEY (county, comparison_id) REFERENCES comparison(county, id),
  constraint comparison_record_person_fk FOREIGN KEY (county, person_id) REFERENCES person(county, id)
);

create table comparison_reveal (
  county integer not null,
  id uuid not null,
  comparison_id uuid not null,
  record_id uuid not null,
  person_id uuid,
  reason text not null,
  fields text[] not null,
  by_id uuid not null,
  by_name text not null,
  post text not null,
  at timestamp with time zone not null,
  constraint comparison_reveal_pkey PRIMARY KEY (county, id),
  constraint comparison_reveal_of FOREIGN KEY (county, comparison_id) REFERENCES comparison(county, id),
  constraint comparison_reveal_person_fk FOREIGN KEY (county, person_id) REFERENCES person(county, id)
);

create table comparison_task (
  county integer not null,
  id uuid not null,
  comparison_id uuid not null,
  record_id uuid not null,
  field text not null,
  verdict text not null,
  area_path text not null,
  state text not null,
  due_on date not null,
  reason text,
  by_id uuid,
  by_name text,
  done_at timestamp with time zone,
  version integer default 1 not null,
  constraint comparison_task_pkey PRIMARY KEY (county, id),
  constraint comparison_task_of_fk FOREIGN KEY (county, comparison_id) REFERENCES comparison(county, id),
  constraint comparison_task_record FOREIGN KEY (county, record_id) REFERENCES comparison_record(county, id),
  constraint comparison_task_done CHECK (((state = ANY (ARRAY['open'::text, 'lapsed'::text])) = (done_at IS NULL)))
);

create table contact_reveal (
  county integer not null,
  id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  field text not null,
  reason text not null,
  seen bytea not null,
  by_id uuid not null,
  by_name text not null,
  post text not null,
  at timestamp with time zone not null,
  constraint contact_reveal_pkey PRIMARY KEY (county, id),
  constraint contact_reveal_field_check CHECK ((field = ANY (ARRAY['contact'::text, 'phone'::text]))),
  constraint contact_reveal_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['enterprise'::text, 'place'::text])))
);

create table coverage_cycle (
  county integer not null,
  id uuid not null,
  name text not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  from_on date not null,
  to_on date not null,
  started_by uuid not null,
  started_by_name text not null,
  started_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  closed_by_name text,
  closed_why text,
  constraint coverage_cycle_pkey PRIMARY KEY (county, id),
  constraint coverage_cycle_closed CHECK ((((closed_at IS NULL) = (closed_by_name IS NULL)) AND ((closed_at IS NULL) = (closed_why IS NULL)))),
  constraint coverage_cycle_ends CHECK ((to_on >= from_on))
);

create table coverage_home (
  county integer not null,
  cycle_id uuid not null,
  home_id uuid not null,
  area_path text collate "C" not null,
  reached_on date,
  constraint coverage_home_pkey PRIMARY KEY (county, cycle_id, home_id),
  constraint coverage_home_cycle_fk FOREIGN KEY (county, cycle_id) REFERENCES coverage_cycle(county, id),
  constraint coverage_home_home_fk FOREIGN KEY (county, home_id) REFERENCES home(county, id)
);

create table custom_definition (
  county integer not null,
  id uuid not null,
  kind text not null,
  own boolean not null,
  number integer not null,
  state text not null,
  content jsonb not null,
  made_by_name text not null,
  made_at timestamp with time zone not null,
  published_by_name text,
  published_at timestamp with time zone,
  retired_at timestamp with time zone,
  version integer default 1 not null,
  constraint custom_definition_pkey PRIMARY KEY (county, id),
  constraint custom_definition_number UNIQUE (county, kind, number),
  constraint custom_definition_number_check CHECK ((number > 0)),
  constraint custom_definition_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'retired'::text])))
);

create table custom_record (
  county integer not null,
  id uuid not null,
  kind text not null,
  title text not null,
  bigrams text[] not null,
  subject_kind text,
  subject_id uuid,
  area_id uuid,
  area_path text collate "C",
  border_id uuid,
  lon double precision,
  lat double precision,
  plain jsonb not null,
  sealed bytea,
  facts jsonb not null,
  version integer default 1 not null,
  updated_at timestamp with time zone not null,
  constraint custom_record_pkey PRIMARY KEY (county, id),
  constraint custom_record_stands CHECK ((((subject_id IS NULL) = (subject_kind IS NULL)) AND ((subject_id IS NULL) <> (area_id IS NULL)) AND ((area_id IS NULL) = (area_path IS NULL)) AND ((area_id IS NULL) = (lon IS NULL)) AND ((area_id IS NULL) = (lat IS NULL)))),
  constraint custom_record_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['person'::text, 'home'::text, 'building'::text])))
);

create table custom_reveal (
  county integer not null,
  id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  field text not null,
  label text not null,
  reason text not null,
  seen bytea not null,
  by_id uuid not null,
  by_name text not null,
  post text not null,
  at timestamp with time zone not null,
  constraint custom_reveal_pkey PRIMARY KEY (county, id)
);

create table custom_value (
  county integer not null,
  id uuid not null,
  subject_kind text not null,
  plain jsonb not null,
  sealed bytea,
  facts jsonb not null,
  version integer default 1 not null,
  updated_at timestamp with time zone not null,
  constraint custom_value_pkey PRIMARY KEY (county, id),
  constraint custom_value_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['person'::text, 'home'::text, 'building'::text, 'enterprise'::text, 'facility'::text, 'place'::text])))
);

create table department (
  id uuid not null,
  county integer not null,
  key text not null,
  name text not null,
  kind text not null,
  parent_id uuid,
  path text collate "C" not null,
  area_id uuid not null,
  phone text,
  fallback boolean default false not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  constraint department_pkey PRIMARY KEY (id),
  constraint department_county_key_key UNIQUE (county, key),
  constraint department_path_key UNIQUE (path),
  constraint department_area_fk FOREIGN KEY (area_id) REFERENCES area(id),
  constraint department_parent_fk FOREIGN KEY (parent_id) REFERENCES department(id),
  constraint department_kind_check CHECK ((kind = ANY (ARRAY['department'::text, 'command-centre'::text, 'sub-centre'::text, 'community-station'::text, 'contractor'::text])))
);

create table division (
  year integer not null,
  code text not null,
  name text not null,
  level text not null,
  parent_code text,
  constraint division_pkey PRIMARY KEY (year, code),
  constraint division_code_check CHECK ((code ~ '^[0-9]{12}$'::text)),
  constraint division_level_check CHECK ((level = ANY (ARRAY['province'::text, 'city'::text, 'county'::text, 'street'::text, 'village'::text])))
);

create table duplicate_pair (
  county integer not null,
  id uuid not null,
  a_id uuid not null,
  b_id uuid not null,
  score smallint not null,
  verdict text not null,
  reasons text[] not null,
  state text not null,
  decided_by uuid,
  decided_name text,
  decided_at timestamp with time zone,
  note text,
  run_id uuid,
  found_at timestamp with time zone not null,
  constraint duplicate_pair_pkey PRIMARY KEY (county, id),
  constraint duplicate_pair_one UNIQUE (county, a_id, b_id),
  constraint duplicate_pair_a_fk FOREIGN KEY (county, a_id) REFERENCES person(county, id),
  constraint duplicate_pair_b_fk FOREIGN KEY (county, b_id) REFERENCES person(county, id),
  constraint duplicate_pair_decided CHECK ((((decided_by IS NULL) = (decided_at IS NULL)) AND ((decided_by IS NULL) = (decided_name IS NULL)))),
  constraint duplicate_pair_order CHECK ((a_id < b_id)),
  constraint duplicate_pair_score_check CHECK (((score >= 0) AND (score <= 100))),
  constraint duplicate_pair_state_check CHECK ((state = ANY (ARRAY['open'::text, 'not-same'::text, 'merged'::text, 'undone'::text]))),
  constraint duplicate_pair_verdict_check CHECK ((verdict = ANY (ARRAY['certain'::text, 'likely'::text, 'possible'::text])))
);

create table duplicate_run (
  county integer not null,
  id uuid not null,
  state text not null,
  by_id uuid not null,
  by_name text not null,
  asked_at timestamp with time zone not null,
  started_at timestamp with time zone,
  beat_at timestamp with time zone,
  finished_at timestamp with time zone,
  done integer default 0 not null,
  total integer default 0 not null,
  pairs integer default 0 not null,
  skipped integer default 0 not null,
  constraint duplicate_run_pkey PRIMARY KEY (county, id),
  constraint duplicate_run_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);

create table enterprise (
  county integer not null,
  id uuid not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  border_id uuid,
  name text not null,
  bigrams text[] not null,
  initials text[] not null,
  kind text not null,
  uscc text,
  industry text not null,
  legal_person text not null,
  state text not null,
  small_place text,
  hazards text[] not null,
  building_id uuid,
  home_id uuid,
  address text not null,
  lon double precision not null,
  lat double precision not null,
  contact bytea,
  contact_masked text,
  phone bytea,
  phone_masked text,
  facts jsonb default '{}'::jsonb not null,
  version integer default 1 not null,
  updated_at timestamp with time zone not null,
  phone_keys bytea[] default '{}'::bytea[] not null,
  phone_tail text,
  constraint enterprise_pkey PRIMARY KEY (county, id),
  constraint enterprise_building_fk FOREIGN KEY (county, building_id) REFERENCES building(county, id),
  constraint enterprise_home_fk FOREIGN KEY (county, home_id) REFERENCES home(county, id),
  constraint enterprise_contact CHECK ((((contact IS NULL) = (contact_masked IS NULL)) AND ((phone IS NULL) = (phone_masked IS NULL)))),
  constraint enterprise_home CHECK (((home_id IS NULL) OR (building_id IS NOT NULL))),
  constraint enterprise_kind_check CHECK ((kind = ANY (ARRAY['company'::text, 'individual-business'::text, 'institution'::text, 'government'::text, 'social-organisation'::text, 'other'::text]))),
  constraint enterprise_phone_found CHECK (((phone IS NOT NULL) OR ((phone_keys = '{}'::bytea[]) AND (phone_tail IS NULL)))),
  constraint enterprise_phone_tail_check CHECK ((phone_tail ~ '^\d{4}$'::text)),
  constraint enterprise_small_place_check CHECK ((small_place = ANY (ARRAY['school'::text, 'clinic'::text, 'shop'::text, 'restaurant'::text, 'hotel'::text, 'entertainment'::text, 'internet'::text, 'beauty-bath'::text, 'workshop'::text]))),
  constraint enterprise_state_check CHECK ((state = ANY (ARRAY['operating'::text, 'closed'::text, 'moved'::text, 'cancelled'::text]))),
  constraint enterprise_uscc_check CHECK ((uscc ~ '^[0-9A-Z]{18}$'::text))
);

create table facility (
  county integer not null,
  id uuid not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  border_id uuid,
  name text not null,
  bigrams text[] not null,
  initials text[] not null,
  class_standard text not null,
  class_code text not null,
  class_name text not null,
  identity_code text,
  owner text not null,
  keeper_id uuid,
  keeper text,
  state text not null,
  address text not null,
  lon double precision not null,
  lat double precision not null,
  facts jsonb default '{}'::jsonb not null,
  version integer default 1 not null,
  updated_at timestamp with time zone not null,
  constraint facility_pkey PRIMARY KEY (county, id),
  constraint facility_keeper CHECK (((keeper_id IS NULL) OR (keeper IS NULL))),
  constraint facility_state_check CHECK ((state = ANY (ARRAY['in-order'::text, 'damaged'::text, 'missing'::text, 'abandoned'::text, 'removed'::text, 'unknown'::text])))
);

create table grid_publication (
  county integer not null,
  card_fields text[] not null,
  duties text[],
  decided_at timestamp with time zone not null,
  constraint grid_publication_pkey PRIMARY KEY (county),
  constraint grid_publication_card_fields_check CHECK ((card_fields <@ ARRAY['surname'::text, 'full-name'::text, 'office-phone'::text, 'duties'::text, 'photo'::text]))
);

create table holding (
  id uuid not null,
  county integer not null,
  account_id uuid not null,
  post text not null,
  area_id uuid not null,
  department_id uuid,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  stands_in_for uuid,
  constraint holding_pkey PRIMARY KEY (id),
  constraint holding_area_fk FOREIGN KEY (area_id) REFERENCES area(id),
  constraint holding_department_fk FOREIGN KEY (department_id) REFERENCES department(id),
  constraint holding_one_grid_worker EXCLUDE USING gist (area_id WITH =, tstzrange(valid_from, valid_to) WITH &&) WHERE (((post = 'grid-worker'::text) AND (stands_in_for IS NULL))),
  constraint holding_check CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
  constraint holding_check1 CHECK (((stands_in_for IS NULL) OR (valid_to IS NOT NULL)))
);

create table home (
  county integer not null,
  id uuid not null,
  building_id uuid not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  entrance text not null,
  floor smallint not null,
  room text not null,
  kind text not null,
  hazards text[] not null,
  address text not null,
  bigrams text[] not null,
  visited_on date,
  care boolean default false not null,
  facts jsonb default '{}'::jsonb not null,
  version integer default 1 not null,
  updated_at timestamp with time zone not null,
  constraint home_pkey PRIMARY KEY (county, id),
  constraint home_room UNIQUE (county, building_id, entrance, room),
  constraint home_building_fk FOREIGN KEY (county, building_id) REFERENCES building(county, id),
  constraint home_floor_check CHECK ((((floor >= '-9'::integer) AND (floor <= 200)) AND (floor <> 0))),
  constraint home_kind_check CHECK ((kind = ANY (ARRAY['owner-occupied'::text, 'rental'::text, 'vacant'::text, 'other-use'::text, 'unknown'::text])))
);

create table household (
  county integer not null,
  id uuid not null,
  home_id uuid not null,
  kind text not null,
  head_id uuid,
  founded_on date not null,
  ended_on date,
  version integer default 1 not null,
  constraint household_pkey PRIMARY KEY (county, id),
  constraint household_head_fk FOREIGN KEY (county, head_id) REFERENCES person(county, id),
  constraint household_home_fk FOREIGN KEY (county, home_id) REFERENCES home(county, id),
  constraint household_ends CHECK (((ended_on IS NULL) OR (ended_on >= founded_on))),
  constraint household_kind_check CHECK ((kind = ANY (ARRAY['registered'::text, 'residing'::text])))
);

create table imported_case (
  county integer not null,
  import_id uuid not null,
  foreign_id text not null,
  opened_at timestamp with time zone not null,
  target_at timestamp with time zone,
  closed_at timestamp with time zone,
  status text not null,
  category text,
  department text,
  lon double precision,
  lat double precision,
  source text,
  label_on_time boolean,
  on_time boolean,
  duplicate_of text,
  constraint imported_case_pkey PRIMARY KEY (county, import_id, foreign_id),
  constraint imported_case_fk FOREIGN KEY (county, import_id) REFERENCES case_import(county, id)
);

create table incident (
  county integer not null,
  id uuid not null,
  number text not null,
  status text not null,
  source text not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  border_id uuid,
  lon double precision not null,
  lat double precision not null,
  address text,
  description text not null,
  occurred_at timestamp with time zone not null,
  reported_at timestamp with time zone not null,
  reported_by uuid,
  request_hash bytea not null,
  foreign_number text,
  class_standard text,
  class_kind text,
  class_code text,
  class_version text,
  class_name text,
  condition_seq smallint,
  limit_amount double precision,
  limit_unit text,
  lead_unit_id uuid,
  confidential boolean default false not null,
  urgent boolean default false not null,
  on_hold boolean default false not null,
  review_at timestamp with time zone,
  supervision text,
  return_count smallint default 0 not null,
  redispatch_count smallint default 0 not null,
  rework_count smallint default 0 not null,
  extension_count smallint default 0 not null,
  reopen_count smallint default 0 not null,
  round smallint default 0 not null,
  verify_result text,
  check_result text,
  filed_at timestamp with time zone,
  dispatched_at timestamp with time zone,
  closed_at timestamp with time zone,
  closed_by text,
  urged_at timestamp with time zone,
  rated_at timestamp with time zone,
  stars smallint,
  solved boolean,
  rating_comment text,
  merged_into uuid,
  policy_version text not null,
  stage text,
  stage_due_at timestamp with time zone,
  stage_yellow_at timestamp with time zone,
  total_due_at timestamp with time zone,
  total_yellow_at timestamp with time zone,
  provisional boolean default false not null,
  on_time boolean,
  version integer default 0 not null,
  clocks jsonb default '[]'::jsonb not null,
  desk_path text collate "C",
  constraint incident_pkey PRIMARY KEY (county, id),
  constraint incident_county_number_key UNIQUE (county, number),
  constraint incident_check CHECK (((closed_at IS NULL) = (closed_by IS NULL))),
  constraint incident_closed_by_check CHECK ((closed_by = ANY (ARRAY['check'::text, 'papers'::text, 'force'::text, 'self'::text]))),
  constraint incident_stars_check CHECK (((stars >= 1) AND (stars <= 5))),
  constraint incident_status_check CHECK ((status = ANY (ARRAY['reported'::text, 'verifying'::text, 'accepted'::text, 'filed'::text, 'dispatched'::text, 'handling'::text, 'feedback'::text, 'checking'::text, 'closed'::text, 'evaluated'::text, 'archived'::text, 'self-closed'::text, 'rejected'::text, 'voided'::text]))),
  constraint incident_supervision_check CHECK ((supervision = ANY (ARRAY['notice'::text, 'yellow'::text, 'red'::text])))
);

create table incident_alarm (
  county integer not null,
  incident_id uuid not null,
  stage text not null,
  run smallint not null,
  kind text not null,
  at timestamp with time zone not null,
  unit_id uuid,
  constraint incident_alarm_pkey PRIMARY KEY (county, incident_id, stage, run, kind),
  constraint incident_alarm_fk FOREIGN KEY (county, incident_id) REFERENCES incident(county, id),
  constraint incident_alarm_kind_check CHECK ((kind = ANY (ARRAY['near-due'::text, 'overdue'::text])))
);

create table incident_count (
  county integer not null,
  area_path text collate "C" not null,
  depth smallint not null,
  class_major text not null,
  status text not null,
  n integer not null,
  constraint incident_count_pkey PRIMARY KEY (county, depth, area_path, class_major, status)
);

create table incident_delta (
  county integer not null,
  id bigint generated always as identity not null,
  area_path text collate "C" not null,
  class_major text not null,
  status text not null,
  n integer not null,
  constraint incident_delta_pkey PRIMARY KEY (county, id)
);

create table incident_evidence (
  county integer not null,
  id uuid not null,
  incident_id uuid not null,
  step_id uuid not null,
  kind text not null,
  round smallint not null,
  shot_at timestamp with time zone,
  lon double precision,
  lat double precision,
  added_by uuid,
  added_at timestamp with time zone not null,
  constraint incident_evidence_pkey PRIMARY KEY (county, id),
  constraint incident_evidence_fk FOREIGN KEY (county, incident_id) REFERENCES incident(county, id),
  constraint incident_evidence_kind_check CHECK ((kind = ANY (ARRAY['near'::text, 'far'::text, 'reference'::text, 'before'::text, 'after'::text, 'document'::text])))
);

create table incident_fold (
  id bigint generated always as identity not null,
  rows integer not null,
  at timestamp with time zone default now() not null,
  constraint incident_fold_pkey PRIMARY KEY (id)
);

create table incident_publication (
  county integer not null,
  shown boolean not null,
  domains text[] not null,
  decided_at timestamp with time zone not null,
  constraint incident_publication_pkey PRIMARY KEY (county)
);

create table incident_reading (
  county integer not null,
  incident_id uuid not null,
  account_id uuid not null,
  day date not null,
  name text not null,
  post text not null,
  first_at timestamp with time zone not null,
  constraint incident_reading_pkey PRIMARY KEY (county, incident_id, account_id, day),
  constraint incident_reading_fk FOREIGN KEY (county, incident_id) REFERENCES incident(county, id)
);

create table incident_reporter (
  county integer not null,
  incident_id uuid not null,
  name bytea,
  phone bytea,
  name_masked text,
  phone_masked text,
  tail_index bytea,
  forgotten_at timestamp with time zone,
  forgotten_by uuid,
  constraint incident_reporter_pkey PRIMARY KEY (county, incident_id),
  constraint incident_reporter_fk FOREIGN KEY (county, incident_id) REFERENCES incident(county, id)
);

create table incident_request (
  county integer not null,
  id uuid not null,
  incident_id uuid not null,
  kind text not null,
  status text not null,
  asked_by uuid,
  asked_by_name text not null,
  department_id uuid,
  first_approver uuid,
  decided_by uuid,
  details jsonb not null,
  asked_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  constraint incident_request_pkey PRIMARY KEY (county, id),
  constraint incident_request_fk FOREIGN KEY (county, incident_id) REFERENCES incident(county, id),
  constraint incident_request_kind_check CHECK ((kind = ANY (ARRAY['return'::text, 'extension'::text, 'hold'::text, 'void'::text, 'force-close'::text, 'reopen'::text]))),
  constraint incident_request_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'granted'::text, 'refused'::text])))
);

create table incident_step (
  county integer not null,
  id uuid not null,
  incident_id uuid not null,
  seq integer not null,
  act text not null,
  from_status text,
  to_status text not null,
  actor_id uuid,
  actor_name text not null,
  post text not null,
  department_id uuid,
  opinion text,
  at timestamp with time zone not null,
  body_hash bytea not null,
  details jsonb default '{}'::jsonb not null,
  constraint incident_step_pkey PRIMARY KEY (county, id),
  constraint incident_step_county_incident_id_seq_key UNIQUE (county, incident_id, seq),
  constraint incident_step_fk FOREIGN KEY (county, incident_id) REFERENCES incident(county, id)
);

create table incident_subject (
  county integer not null,
  id uuid not null,
  incident_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  added_by uuid,
  added_name text not null,
  added_at timestamp with time zone not null,
  removed_by uuid,
  removed_name text,
  removed_at timestamp with time zone,
  removed_command uuid,
  constraint incident_subject_pkey PRIMARY KEY (county, id),
  constraint incident_subject_incident_fk FOREIGN KEY (county, incident_id) REFERENCES incident(county, id),
  constraint incident_subject_kind_check CHECK ((kind = ANY (ARRAY['building'::text, 'home'::text, 'person'::text, 'enterprise'::text, 'facility'::text, 'place'::text]))),
  constraint incident_subject_removed CHECK (((removed_at IS NULL) = (removed_name IS NULL)))
);

create table incident_task (
  county integer not null,
  id uuid not null,
  incident_id uuid not null,
  kind text not null,
  status text not null,
  department_id uuid,
  department_path text collate "C",
  department_name text,
  assignee_id uuid,
  done_by uuid,
  opened_at timestamp with time zone not null,
  taken_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint incident_task_pkey PRIMARY KEY (county, incident_id, id),
  constraint incident_task_fk FOREIGN KEY (county, incident_id) REFERENCES incident(county, id),
  constraint incident_task_kind_check CHECK ((kind = ANY (ARRAY['lead'::text, 'assisting'::text, 'verify'::text, 'check'::text]))),
  constraint incident_task_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'taken'::text, 'done'::text, 'returned'::text, 'excused'::text, 'failed'::text])))
);

create table label_access (
  county integer not null,
  id uuid not null,
  kind text not null,
  account_id uuid not null,
  account_name text not null,
  reason text not null,
  from_on date not null,
  until_on date not null,
  granted_by uuid not null,
  granted_by_name text not null,
  granted_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by_name text,
  constraint label_access_pkey PRIMARY KEY (county, id),
  constraint label_access_ends CHECK ((until_on >= from_on))
);

create table label_setting (
  county integer not null,
  id uuid not null,
  kind text not null,
  enabled boolean not null,
  basis text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  constraint label_setting_pkey PRIMARY KEY (county, id)
);

create table list_condition (
  version_id text not null,
  standard text not null,
  kind text not null,
  code text not null,
  seq smallint not null,
  text text not null,
  limit_amount double precision not null,
  limit_unit text not null,
  closing text not null,
  closing_evidence text[] not null,
  extension_times smallint,
  extension_max double precision,
  constraint list_condition_pkey PRIMARY KEY (version_id, standard, kind, code, seq),
  constraint list_condition_entry_fk FOREIGN KEY (version_id, standard, kind, code) REFERENCES list_entry(version_id, standard, kind, code),
  constraint list_condition_limit_amount_check CHECK ((limit_amount > (0)::double precision)),
  constraint list_condition_limit_unit_check CHECK ((limit_unit = ANY (ARRAY['urgent-hour'::text, 'working-hour'::text, 'working-day'::text, 'calendar-day'::text])))
);

create table list_draft (
  county integer not null,
  id uuid not null,
  base_id text not null,
  note text not null,
  status text not null,
  revision integer not null,
  opened_by uuid not null,
  opened_at timestamp with time zone not null,
  edited_by uuid,
  edited_name text,
  edited_at timestamp with time zone,
  version_id text,
  constraint list_draft_pkey PRIMARY KEY (county, id),
  constraint list_draft_status_check CHECK ((status = ANY (ARRAY['open'::text, 'published'::text, 'discarded'::text])))
);

create table list_draft_entry (
  county integer not null,
  draft_id uuid not null,
  standard text not null,
  kind text not null,
  code text not null,
  state text not null,
  entry jsonb,
  revision integer not null,
  changed_by uuid not null,
  changed_name text not null,
  changed_at timestamp with time zone not null,
  constraint list_draft_entry_pkey PRIMARY KEY (county, draft_id, standard, kind, code),
  constraint list_draft_entry_draft_fk FOREIGN KEY (county, draft_id) REFERENCES list_draft(county, id),
  constraint list_draft_entry_check CHECK (((state = 'changed'::text) = (entry IS NOT NULL))),
  constraint list_draft_entry_kind_check CHECK ((kind = ANY (ARRAY['component'::text, 'matter'::text]))),
  constraint list_draft_entry_state_check CHECK ((state = ANY (ARRAY['changed'::text, 'retired'::text, 'same'::text])))
);

create table list_edit (
  county integer not null,
  id uuid not null,
  draft_id uuid not null,
  act text not null,
  request_hash bytea not null,
  answer jsonb not null,
  by_id uuid not null,
  at timestamp with time zone not null,
  constraint list_edit_pkey PRIMARY KEY (county, id)
);

create table list_entry (
  version_id text not null,
  standard text not null,
  kind text not null,
  code text not null,
  name text not null,
  domain text not null,
  department_id uuid,
  legal_basis text,
  grade text,
  self_handling boolean not null,
  confidential boolean not null,
  required_evidence text[] not null,
  sources text[],
  evidence text not null,
  constraint list_entry_pkey PRIMARY KEY (version_id, standard, kind, code),
  constraint list_entry_department_fk FOREIGN KEY (department_id) REFERENCES department(id),
  constraint list_entry_version_fk FOREIGN KEY (version_id) REFERENCES list_version(id),
  constraint list_entry_kind_check CHECK ((kind = ANY (ARRAY['component'::text, 'matter'::text])))
);

create table list_version (
  id text not null,
  county integer not null,
  valid_from timestamp with time zone not null,
  note text not null,
  published_at timestamp with time zone default now() not null,
  published_by uuid,
  constraint list_version_pkey PRIMARY KEY (id)
);

create table list_withdrawal (
  county integer not null,
  version_id text not null,
  reason text not null,
  by_id uuid not null,
  at timestamp with time zone not null,
  constraint list_withdrawal_pkey PRIMARY KEY (county, version_id)
);

create table notice (
  county integer not null,
  id uuid not null,
  account_id uuid not null,
  event text not null,
  event_key text not null,
  subject_id uuid,
  number text,
  params jsonb default '{}'::jsonb not null,
  urgent boolean default false not null,
  at timestamp with time zone not null,
  read_at timestamp with time zone,
  push_at timestamp with time zone,
  constraint notice_pkey PRIMARY KEY (county, id),
  constraint notice_once UNIQUE (county, account_id, event_key),
  constraint notice_account_fk FOREIGN KEY (account_id) REFERENCES account(id)
);

create table notice_preference (
  county integer not null,
  account_id uuid not null,
  push boolean not null,
  quiet_from text,
  quiet_to text,
  digest_at text,
  language text not null,
  updated_at timestamp with time zone not null,
  constraint notice_preference_pkey PRIMARY KEY (county, account_id),
  constraint notice_preference_account_fk FOREIGN KEY (account_id) REFERENCES account(id),
  constraint notice_preference_digest_at_check CHECK ((digest_at ~ '^([01]\d|2[0-3]):[0-5]\d$'::text)),
  constraint notice_preference_quiet CHECK (((quiet_from IS NULL) = (quiet_to IS NULL))),
  constraint notice_preference_quiet_from_check CHECK ((quiet_from ~ '^([01]\d|2[0-3]):[0-5]\d$'::text)),
  constraint notice_preference_quiet_to_check CHECK ((quiet_to ~ '^([01]\d|2[0-3]):[0-5]\d$'::text))
);

create table notice_template (
  event text not null,
  channel text not null,
  language text not null,
  origin text not null,
  version integer not null,
  title text,
  body text,
  made_by uuid,
  made_at timestamp with time zone not null,
  constraint notice_template_pkey PRIMARY KEY (event, channel, language, origin, version),
  constraint notice_template_channel_check CHECK ((channel = ANY (ARRAY['app'::text, 'push'::text]))),
  constraint notice_template_origin_check CHECK ((origin = ANY (ARRAY['reference'::text, 'override'::text]))),
  constraint notice_template_reference CHECK (((origin = 'override'::text) OR (title IS NOT NULL))),
  constraint notice_template_whole CHECK (((title IS NULL) = (body IS NULL)))
);

create table number_block (
  county integer not null,
  day date not null,
  next integer not null,
  constraint number_block_pkey PRIMARY KEY (county, day)
);

create table outbox (
  county integer not null,
  id bigint generated always as identity not null,
  topic text not null,
  subject_id uuid,
  payload jsonb not null,
  at timestamp with time zone default now() not null,
  attempts smallint default 0 not null,
  not_before timestamp with time zone,
  error text,
  constraint outbox_pkey PRIMARY KEY (county, id)
);

create table people_import (
  county integer not null,
  id uuid not null,
  by_id uuid not null,
  by_name text not null,
  file_name text not null,
  format text not null,
  bytes bigint not null,
  hash bytea not null,
  heads text[] not null,
  head_line integer not null,
  lines integer not null,
  plan jsonb,
  state text not null,
  stop boolean default false not null,
  cursor integer default 0 not null,
  checked jsonb,
  counts jsonb,
  undone jsonb,
  problem text,
  undo_reason text,
  began_at timestamp with time zone,
  began_line integer default 0 not null,
  ended_at timestamp with time zone,
  created_at timestamp with time zone not null,
  purged_at timestamp with time zone,
  constraint people_import_pkey PRIMARY KEY (county, id),
  constraint people_import_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text]))),
  constraint people_import_state_check CHECK ((state = ANY (ARRAY['uploaded'::text, 'checking'::text, 'checked'::text, 'running'::text, 'done'::text, 'cancelled'::text, 'failed'::text, 'undoing'::text, 'undone'::text])))
);

create table people_import_line (
  county integer not null,
  import_id uuid not null,
  pass text not null,
  line integer not null,
  verdict text not null,
  reasons jsonb not null,
  constraint people_import_line_pkey PRIMARY KEY (county, import_id, pass, line),
  constraint people_import_line_fk FOREIGN KEY (county, import_id) REFERENCES people_import(county, id),
  constraint people_import_line_pass_check CHECK ((pass = ANY (ARRAY['check'::text, 'run'::text, 'undo'::text]))),
  constraint people_import_line_verdict_check CHECK ((verdict = ANY (ARRAY['wrong'::text, 'doubtful'::text, 'known'::text, 'kept'::text])))
);

create table people_import_mapping (
  county integer not null,
  id uuid not null,
  by_id uuid not null,
  name text not null,
  heads jsonb not null,
  at timestamp with time zone not null,
  constraint people_import_mapping_pkey PRIMARY KEY (county, id),
  constraint people_import_mapping_name UNIQUE (county, by_id, name)
);

create table person (
  county integer not null,
  id uuid not null,
  name text not null,
  bigrams text[] not null,
  initials text[] not null,
  sex text not null,
  birth_date date,
  nationality text not null,
  id_kind text not null,
  id_number bytea,
  id_index bytea,
  id_masked text,
  phone bytea,
  phone_index bytea,
  phone_tail text,
  phone_masked text,
  sealed bytea,
  sealed_fields text[] default '{}'::text[] not null,
  care boolean default false not null,
  status text not null,
  died_on date,
  area_path text collate "C" not null,
  registered_path text collate "C",
  facts jsonb default '{}'::jsonb not null,
  version integer default 1 not null,
  updated_at timestamp with time zone not null,
  merged_into uuid,
  foreign_surname text,
  foreign_given text,
  latin text,
  id_until date,
  stay_purpose text,
  arrived_on date,
  leaves_on date,
  constraint person_pkey PRIMARY KEY (county, id),
  constraint person_merged_into_fk FOREIGN KEY (county, merged_into) REFERENCES person(county, id),
  constraint person_erased CHECK (((status <> 'erased'::text) OR ((id_number IS NULL) AND (phone IS NULL) AND (sealed IS NULL) AND (birth_date IS NULL) AND (died_on IS NULL) AND (sex = 'unknown'::text) AND (bigrams = '{}'::text[]) AND (initials = '{}'::text[]) AND (facts = '{}'::jsonb) AND (area_path = ''::text)))),
  constraint person_foreign_erased CHECK (((status <> 'erased'::text) OR ((foreign_surname IS NULL) AND (foreign_given IS NULL) AND (latin IS NULL) AND (id_until IS NULL) AND (stay_purpose IS NULL) AND (arrived_on IS NULL) AND (leaves_on IS NULL)))),
  constraint person_foreign_given_check CHECK (((length(foreign_given) >= 1) AND (length(foreign_given) <= 40))),
  constraint person_foreign_stay CHECK (((leaves_on IS NULL) OR (arrived_on IS NULL) OR (leaves_on >= arrived_on))),
  constraint person_foreign_surname_check CHECK (((length(foreign_surname) >= 1) AND (length(foreign_surname) <= 40))),
  constraint person_id_kind_check CHECK ((id_kind = ANY (ARRAY['resident-id'::text, 'foreign-permanent'::text, 'hk-macao-taiwan'::text, 'passport'::text, 'other'::text, 'none'::text]))),
  constraint person_id_pair CHECK ((((id_number IS NULL) = (id_index IS NULL)) AND ((id_number IS NULL) = (id_masked IS NULL)))),
  constraint person_merged CHECK (((status = 'merged'::text) = (merged_into IS NOT NULL))),
  constraint person_phone_pair CHECK ((((phone IS NULL) = (phone_index IS NULL)) AND ((phone IS NULL) = (phone_masked IS NULL)))),
  constraint person_phone_tail_check CHECK ((phone_tail ~ '^\d{4}$'::text)),
  constraint person_sex_check CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text, 'unknown'::text]))),
  constraint person_status_check CHECK ((status = ANY (ARRAY['here'::text, 'moved-out'::text, 'dead'::text, 'merged'::text, 'erased'::text]))),
  constraint person_stay_purpose_check CHECK ((stay_purpose = ANY (ARRAY['work'::text, 'business'::text, 'study'::text, 'family'::text, 'residence'::text, 'visit'::text, 'tourism'::text, 'other'::text])))
);

create table person_label (
  county integer not null,
  id uuid not null,
  person_id uuid not null,
  kind_index bytea not null,
  sealed bytea not null,
  from_on date not null,
  until_on date not null,
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_at timestamp with time zone not null,
  approved boolean,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_by_name text,
  why bytea,
  version integer default 1 not null,
  constraint person_label_pkey PRIMARY KEY (county, id),
  constraint person_label_person_fk FOREIGN KEY (county, person_id) REFERENCES person(county, id),
  constraint person_label_decided CHECK (((approved IS NULL) = (decided_at IS NULL))),
  constraint person_label_ends CHECK ((until_on >= from_on)),
  constraint person_label_two CHECK (((decided_by IS NULL) OR (decided_by <> proposed_by)))
);

create table person_merge (
  county integer not null,
  id uuid not null,
  survivor_id uuid not null,
  loser_id uuid not null,
  reason text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  undone_by uuid,
  undone_name text,
  undone_at timestamp with time zone,
  undone_reason text,
  constraint person_merge_pkey PRIMARY KEY (county, id),
  constraint person_merge_loser_fk FOREIGN KEY (county, loser_id) REFERENCES person(county, id),
  constraint person_merge_survivor_fk FOREIGN KEY (county, survivor_id) REFERENCES person(county, id),
  constraint person_merge_undone CHECK ((((undone_by IS NULL) = (undone_at IS NULL)) AND ((undone_by IS NULL) = (undone_reason IS NULL))))
);

create table person_merge_row (
  county integer not null,
  id uuid not null,
  merge_id uuid not null,
  kind text not null,
  row_id uuid not null,
  before jsonb not null,
  after jsonb not null,
  constraint person_merge_row_pkey PRIMARY KEY (county, id),
  constraint person_merge_row_merge_fk FOREIGN KEY (county, merge_id) REFERENCES person_merge(county, id),
  constraint person_merge_row_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'residence'::text, 'household'::text, 'label'::text, 'pair'::text])))
);

create table place (
  county integer not null,
  id uuid not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  border_id uuid,
  name text not null,
  bigrams text[] not null,
  initials text[] not null,
  kind text not null,
  state text not null,
  responsible text not null,
  address text not null,
  lon double precision not null,
  lat double precision not null,
  outline jsonb,
  contact bytea,
  contact_masked text,
  phone bytea,
  phone_masked text,
  facts jsonb default '{}'::jsonb not null,
  version integer default 1 not null,
  updated_at timestamp with time zone not null,
  phone_keys bytea[] default '{}'::bytea[] not null,
  phone_tail text,
  constraint place_pkey PRIMARY KEY (county, id),
  constraint place_contact CHECK ((((contact IS NULL) = (contact_masked IS NULL)) AND ((phone IS NULL) = (phone_masked IS NULL)))),
  constraint place_kind_check CHECK ((kind = ANY (ARRAY['school'::text, 'kindergarten'::text, 'hospital'::text, 'market'::text, 'construction-site'::text, 'park'::text, 'station'::text, 'culture'::text, 'religious'::text, 'other'::text]))),
  constraint place_phone_found CHECK (((phone IS NOT NULL) OR ((phone_keys = '{}'::bytea[]) AND (phone_tail IS NULL)))),
  constraint place_phone_tail_check CHECK ((phone_tail ~ '^\d{4}$'::text)),
  constraint place_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
);

create table privacy_text (
  county integer not null,
  id uuid not null,
  form text not null,
  version integer not null,
  purpose text not null,
  ground text not null,
  ask text not null,
  days integer not null,
  reason text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  constraint privacy_text_pkey PRIMARY KEY (county, id),
  constraint privacy_text_version UNIQUE (county, form, version),
  constraint privacy_text_days_check CHECK (((days >= 1) AND (days <= 36500))),
  constraint privacy_text_version_check CHECK ((version > 0))
);

create table push_delivery (
  county integer not null,
  id uuid not null,
  account_id uuid not null,
  subscription_id uuid not null,
  notices uuid[] not null,
  message jsonb not null,
  urgent boolean not null,
  status text not null,
  attempts smallint default 0 not null,
  next_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  code smallint,
  error text,
  constraint push_delivery_pkey PRIMARY KEY (county, id),
  constraint push_delivery_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'gone'::text, 'failed'::text])))
);

create table push_subscription (
  county integer not null,
  id uuid not null,
  account_id uuid not null,
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  agent text,
  created_at timestamp with time zone not null,
  constraint push_subscription_pkey PRIMARY KEY (county, id),
  constraint push_subscription_endpoint UNIQUE (county, endpoint),
  constraint push_subscription_account_fk FOREIGN KEY (account_id) REFERENCES account(id)
);

create table redraw (
  id uuid not null,
  county integer not null,
  kind text not null,
  status text not null,
  request jsonb not null,
  plan jsonb not null,
  drafted_by uuid not null,
  drafted_at timestamp with time zone not null,
  published_by uuid,
  published_at timestamp with time zone,
  effective_at timestamp with time zone,
  document text,
  undoes uuid,
  laid_down jsonb,
  failure text,
  parent_id uuid not null,
  constraint redraw_pkey PRIMARY KEY (id),
  constraint redraw_kind_check CHECK ((kind = ANY (ARRAY['split'::text, 'merge'::text, 'reshape'::text, 'draw'::text, 'restore'::text]))),
  constraint redraw_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'scheduled'::text, 'published'::text, 'withdrawn'::text])))
);

create table registry_change (
  county integer not null,
  id bigint generated always as identity not null,
  subject_kind text not null,
  subject_id uuid not null,
  field text not null,
  old_value text,
  new_value text,
  old_sealed bytea,
  new_sealed bytea,
  source text not null,
  verified_on date not null,
  confidence text not null,
  note text,
  by_id uuid not null,
  by_name text not null,
  command_id uuid not null,
  at timestamp with time zone not null,
  constraint registry_change_pkey PRIMARY KEY (county, id),
  constraint registry_change_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['building'::text, 'home'::text, 'person'::text, 'household'::text, 'enterprise'::text, 'facility'::text, 'place'::text, 'record'::text])))
);

create table registry_command (
  county integer not null,
  id uuid not null,
  act text not null,
  body_hash bytea not null,
  answer jsonb not null,
  by_id uuid not null,
  at timestamp with time zone not null,
  constraint registry_command_pkey PRIMARY KEY (county, id)
);

create table registry_copy (
  county integer not null,
  id uuid not null,
  person_id uuid not null,
  asker text not null,
  sealed bytea,
  by_id uuid not null,
  by_name text not null,
  post text not null,
  at timestamp with time zone not null,
  constraint registry_copy_pkey PRIMARY KEY (county, id),
  constraint registry_copy_person_fk FOREIGN KEY (county, person_id) REFERENCES person(county, id),
  constraint registry_copy_asker_check CHECK ((asker = ANY (ARRAY['self'::text, 'guardian'::text, 'agent'::text])))
);

create table registry_export (
  county integer not null,
  id uuid not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  filters jsonb not null,
  depth text not null,
  reason text not null,
  people integer not null,
  requested_by uuid not null,
  requested_by_name text not null,
  post text not null,
  requested_at timestamp with time zone not null,
  approved boolean,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  why text,
  valid_until timestamp with time zone,
  version integer default 1 not null,
  constraint registry_export_pkey PRIMARY KEY (county, id),
  constraint registry_export_decided CHECK (((approved IS NULL) = (decided_at IS NULL))),
  constraint registry_export_depth_check CHECK ((depth = ANY (ARRAY['masked'::text, 'full'::text]))),
  constraint registry_export_two CHECK (((decided_by IS NULL) OR (decided_by <> requested_by)))
);

create table registry_export_person (
  county integer not null,
  export_id uuid not null,
  person_id uuid not null,
  constraint registry_export_person_pkey PRIMARY KEY (county, export_id, person_id),
  constraint registry_export_person_export_fk FOREIGN KEY (county, export_id) REFERENCES registry_export(county, id),
  constraint registry_export_person_fk FOREIGN KEY (county, person_id) REFERENCES person(county, id)
);

create table registry_export_taken (
  county integer not null,
  id uuid not null,
  export_id uuid not null,
  by_id uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  people integer,
  constraint registry_export_taken_pkey PRIMARY KEY (county, id),
  constraint registry_export_taken_fk FOREIGN KEY (county, export_id) REFERENCES registry_export(county, id)
);

create table registry_request (
  county integer not null,
  id uuid not null,
  person_id uuid not null,
  area_path text collate "C" not null,
  registered_path text collate "C",
  kind text not null,
  asker text not null,
  sealed bytea,
  wrongly boolean not null,
  taken_by uuid not null,
  taken_by_name text not null,
  taken_at timestamp with time zone not null,
  due_on date not null,
  granted boolean,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamp with time zone,
  why bytea,
  version integer default 1 not null,
  constraint registry_request_pkey PRIMARY KEY (county, id),
  constraint registry_request_person_fk FOREIGN KEY (county, person_id) REFERENCES person(county, id),
  constraint registry_request_asker_check CHECK ((asker = ANY (ARRAY['self'::text, 'guardian'::text, 'agent'::text]))),
  constraint registry_request_decided CHECK ((((granted IS NULL) = (decided_at IS NULL)) AND ((granted IS NULL) = (decided_by IS NULL)))),
  constraint registry_request_kind_check CHECK ((kind = ANY (ARRAY['correction'::text, 'erasure'::text]))),
  constraint registry_request_two CHECK (((kind <> 'erasure'::text) OR (decided_by IS NULL) OR (decided_by <> taken_by)))
);

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
  at timestamp with time zone not null,
  constraint registry_reveal_pkey PRIMARY KEY (county, id),
  constraint registry_reveal_person_fk FOREIGN KEY (county, person_id) REFERENCES person(county, id)
);

create table residence (
  county integer not null,
  id uuid not null,
  person_id uuid not null,
  home_id uuid not null,
  household_id uuid not null,
  kind text not null,
  relation text,
  from_on date not null,
  to_on date,
  ended_by text,
  source text not null,
  constraint residence_pkey PRIMARY KEY (county, id),
  constraint residence_home_fk FOREIGN KEY (county, home_id) REFERENCES home(county, id),
  constraint residence_household_fk FOREIGN KEY (county, household_id) REFERENCES household(county, id),
  constraint residence_person_fk FOREIGN KEY (county, person_id) REFERENCES person(county, id),
  constraint residence_end_told CHECK (((to_on IS NULL) = (ended_by IS NULL))),
  constraint residence_ended_by_check CHECK ((ended_by = ANY (ARRAY['moved-out'::text, 'moved-in-elsewhere'::text, 'died'::text, 'correction'::text]))),
  constraint residence_ends CHECK (((to_on IS NULL) OR (to_on >= from_on))),
  constraint residence_kind_check CHECK ((kind = ANY (ARRAY['registered'::text, 'residing'::text]))),
  constraint residence_relation_check CHECK ((relation ~ '^\d\d$'::text))
);

create table saved_filter (
  county integer not null,
  id uuid not null,
  account_id uuid not null,
  room text not null,
  name text not null,
  search jsonb not null,
  version integer default 1 not null,
  at timestamp with time zone not null,
  constraint saved_filter_pkey PRIMARY KEY (county, id),
  constraint saved_filter_name UNIQUE (county, account_id, room, name),
  constraint saved_filter_room_check CHECK ((room = ANY (ARRAY['people'::text, 'homes'::text, 'units'::text, 'facilities'::text])))
);

create table schema_migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone default now() not null,
  constraint schema_migration_pkey PRIMARY KEY (name)
);

create table session (
  token_hash bytea not null,
  account_id uuid not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  second_factor boolean default false not null,
  address text,
  agent text,
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_account_fk FOREIGN KEY (account_id) REFERENCES account(id)
);

create table sign_in_policy (
  county integer not null,
  id uuid not null,
  ordinal integer not null,
  lock_after integer not null,
  lock_minutes integer not null,
  longest_lock_minutes integer not null,
  password_length integer not null,
  session_hours integer not null,
  idle_minutes integer not null,
  reason text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamp with time zone not null,
  constraint sign_in_policy_pkey PRIMARY KEY (county, id),
  constraint sign_in_policy_ordinal UNIQUE (county, ordinal)
);

create table staff_import (
  county integer not null,
  id uuid not null,
  kind text not null,
  request_hash bytea not null,
  answer jsonb not null,
  by_id uuid not null,
  at timestamp with time zone not null,
  constraint staff_import_pkey PRIMARY KEY (county, id),
  constraint staff_import_kind_check CHECK ((kind = ANY (ARRAY['accounts'::text, 'posts'::text])))
);

create table stored_file (
  county integer not null,
  id uuid not null,
  sha256 bytea not null,
  media_type text not null,
  bytes integer not null,
  width integer not null,
  height integer not null,
  look bigint not null,
  uploaded_by uuid,
  uploaded_at timestamp with time zone default now() not null,
  claimed_kind text,
  claimed_id uuid,
  claim_hash bytea,
  constraint stored_file_pkey PRIMARY KEY (county, id),
  constraint stored_file_bytes_check CHECK ((bytes > 0))
);

create table team_template (
  key text not null,
  name text not null,
  members jsonb not null,
  constraint team_template_pkey PRIMARY KEY (key)
);

create table thing_photo (
  county integer not null,
  id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  file_id uuid not null,
  taken_at timestamp with time zone,
  added_by uuid not null,
  added_name text not null,
  added_at timestamp with time zone not null,
  removed_by uuid,
  removed_name text,
  removed_at timestamp with time zone,
  removed_reason text,
  constraint thing_photo_pkey PRIMARY KEY (county, id),
  constraint thing_photo_removed CHECK ((((removed_at IS NULL) = (removed_by IS NULL)) AND ((removed_at IS NULL) = (removed_reason IS NULL)) AND ((removed_at IS NULL) = (removed_name IS NULL)))),
  constraint thing_photo_subject_kind_check CHECK ((subject_kind = ANY (ARRAY['facility'::text, 'place'::text])))
);

create table webhook_attempt (
  county integer not null,
  id uuid not null,
  delivery_id uuid not null,
  at timestamp with time zone not null,
  millis integer not null,
  code smallint,
  error text,
  answer text default ''::text not null,
  constraint webhook_attempt_pkey PRIMARY KEY (county, id),
  constraint webhook_attempt_delivery_fk FOREIGN KEY (county, delivery_id) REFERENCES webhook_delivery(county, id)
);

create table webhook_delivery (
  county integer not null,
  id uuid not null,
  seq bigint generated always as identity not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  topic text not null,
  subject_id uuid,
  body text not null,
  status text not null,
  attempts smallint default 0 not null,
  next_at timestamp with time zone not null,
  replay_of uuid,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint webhook_delivery_pkey PRIMARY KEY (county, id),
  constraint webhook_delivery_endpoint_fk FOREIGN KEY (county, endpoint_id) REFERENCES webhook_endpoint(county, id),
  constraint webhook_delivery_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'delivered'::text, 'parked'::text])))
);

create table webhook_endpoint (
  county integer not null,
  id uuid not null,
  name text not null,
  url text not null,
  secret bytea not null,
  topics text[] not null,
  status text not null,
  failing_since timestamp with time zone,
  request_hash bytea not null,
  created_by uuid not null,
  created_at timestamp with time zone not null,
  constraint webhook_endpoint_pkey PRIMARY KEY (county, id),
  constraint webhook_endpoint_status_check CHECK ((status = ANY (ARRAY['active'::text, 'paused'::text, 'disabled'::text])))
);

create table worker_portrait (
  county integer not null,
  id uuid not null,
  account_id uuid not null,
  file_id uuid not null,
  given_by uuid not null,
  given_at timestamp with time zone not null,
  approved_by uuid,
  approved_at timestamp with time zone,
  approval_id uuid,
  ended_at timestamp with time zone,
  ended_by uuid,
  end_id uuid,
  constraint worker_portrait_pkey PRIMARY KEY (county, id),
  constraint worker_portrait_approved CHECK ((((approved_by IS NULL) = (approved_at IS NULL)) AND ((approved_by IS NULL) = (approval_id IS NULL)))),
  constraint worker_portrait_not_ones_own CHECK ((approved_by <> account_id))
);


-- Indexes

CREATE UNIQUE INDEX account_username ON public.account USING btree (lower(username));
CREATE INDEX address_alias_bigrams ON public.address_alias USING gin (bigrams);
CREATE INDEX address_alias_building ON public.address_alias USING btree (county, building_id);
CREATE INDEX area_parent ON public.area USING btree (parent_id);
CREATE INDEX audit_entry_seq ON public.audit_entry USING btree (seq);
CREATE INDEX audit_entry_subject ON public.audit_entry USING btree (county, subject_kind, subject_id, seq);
CREATE INDEX base_feature_loaded ON public.base_feature USING btree (county, loaded_at DESC);
CREATE INDEX building_area ON public.building USING btree (county, area_path);
CREATE INDEX building_bigrams ON public.building USING gin (bigrams);
CREATE INDEX building_place ON public.building USING btree (county, lon, lat);
CREATE UNIQUE INDEX building_source ON public.building USING btree (county, source_id) WHERE (source_id IS NOT NULL);
CREATE INDEX comparison_area ON public.comparison USING btree (county, area_path, created_at);
CREATE INDEX comparison_moving ON public.comparison USING btree (county, created_at) WHERE (state = 'running'::text);
CREATE INDEX comparison_record_area ON public.comparison_record USING btree (county, comparison_id, area_path);
CREATE INDEX comparison_record_person ON public.comparison_record USING btree (county, person_id) WHERE (person_id IS NOT NULL);
CREATE UNIQUE INDEX comparison_record_key ON public.comparison_record USING btree (county, comparison_id, key);
CREATE INDEX comparison_reveal_person ON public.comparison_reveal USING btree (county, person_id) WHERE (person_id IS NOT NULL);
CREATE INDEX comparison_task_ground ON public.comparison_task USING btree (county, area_path, state, due_on, id);
CREATE INDEX comparison_task_of ON public.comparison_task USING btree (county, comparison_id, area_path);
CREATE UNIQUE INDEX comparison_task_field ON public.comparison_task USING btree (county, record_id, field);
CREATE INDEX contact_reveal_subject ON public.contact_reveal USING btree (county, subject_id, at);
CREATE INDEX coverage_cycle_area ON public.coverage_cycle USING btree (county, area_path);
CREATE INDEX coverage_home_home ON public.coverage_home USING btree (county, home_id);
CREATE UNIQUE INDEX custom_definition_draft ON public.custom_definition USING btree (county, kind) WHERE (state = 'draft'::text);
CREATE UNIQUE INDEX custom_definition_published ON public.custom_definition USING btree (county, kind) WHERE (state = 'published'::text);
CREATE INDEX custom_record_area ON public.custom_record USING btree (county, area_path) WHERE (area_path IS NOT NULL);
CREATE INDEX custom_record_bigrams ON public.custom_record USING gin (bigrams);
CREATE INDEX custom_record_kind ON public.custom_record USING btree (county, kind, title, id);
CREATE INDEX custom_record_subject ON public.custom_record USING btree (county, subject_id) WHERE (subject_id IS NOT NULL);
CREATE INDEX custom_reveal_subject ON public.custom_reveal USING btree (county, subject_id, at);
CREATE INDEX division_parent ON public.division USING btree (year, parent_code);
CREATE INDEX duplicate_pair_b ON public.duplicate_pair USING btree (county, b_id);
CREATE INDEX duplicate_pair_state ON public.duplicate_pair USING btree (county, state, score DESC, id);
CREATE INDEX duplicate_run_asked ON public.duplicate_run USING btree (county, asked_at);
CREATE UNIQUE INDEX duplicate_run_one ON public.duplicate_run USING btree (county) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
CREATE INDEX enterprise_area ON public.enterprise USING btree (county, area_path);
CREATE INDEX enterprise_bigrams ON public.enterprise USING gin (bigrams);
CREATE INDEX enterprise_initials ON public.enterprise USING gin (initials);
CREATE INDEX enterprise_phone ON public.enterprise USING gin (phone_keys);
CREATE INDEX enterprise_tail ON public.enterprise USING btree (county, phone_tail) WHERE (phone_tail IS NOT NULL);
CREATE UNIQUE INDEX enterprise_uscc ON public.enterprise USING btree (county, uscc) WHERE (uscc IS NOT NULL);
CREATE INDEX facility_area ON public.facility USING btree (county, area_path);
CREATE INDEX facility_bigrams ON public.facility USING gin (bigrams);
CREATE INDEX facility_initials ON public.facility USING gin (initials);
CREATE UNIQUE INDEX facility_code ON public.facility USING btree (county, identity_code) WHERE (identity_code IS NOT NULL);
CREATE INDEX holding_account ON public.holding USING btree (account_id);
CREATE INDEX holding_area ON public.holding USING btree (area_id, post);
CREATE INDEX holding_department ON public.holding USING btree (department_id, post);
CREATE INDEX home_area ON public.home USING btree (county, area_path);
CREATE INDEX home_bigrams ON public.home USING gin (bigrams);
CREATE INDEX home_building ON public.home USING btree (county, building_id);
CREATE INDEX household_home ON public.household USING btree (county, home_id);
CREATE INDEX incident_by_closing ON public.incident USING btree (county, closed_at) WHERE (closed_at IS NOT NULL);
CREATE INDEX incident_by_place ON public.incident USING btree (county, area_path, reported_at DESC);
CREATE INDEX incident_by_reporter ON public.incident USING btree (county, reported_by, reported_at DESC) WHERE (reported_by IS NOT NULL);
CREATE INDEX incident_by_unit ON public.incident USING btree (county, lead_unit_id, reported_at DESC) WHERE (lead_unit_id IS NOT NULL);
CREATE INDEX incident_closed ON public.incident USING btree (closed_at) WHERE (status = 'closed'::text);
CREATE INDEX incident_closed_at ON public.incident USING btree (county, closed_at DESC, id) WHERE (closed_at IS NOT NULL);
CREATE INDEX incident_merged ON public.incident USING btree (county, merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX incident_open_due ON public.incident USING btree (county, stage_due_at) WHERE (status = ANY (ARRAY['reported'::text, 'verifying'::text, 'accepted'::text, 'filed'::text, 'dispatched'::text, 'handling'::text, 'feedback'::text, 'checking'::text]));
CREATE INDEX incident_open_place ON public.incident USING btree (county, area_path, reported_at DESC) WHERE (status = ANY (ARRAY['reported'::text, 'verifying'::text, 'accepted'::text, 'filed'::text, 'dispatched'::text, 'handling'::text, 'feedback'::text, 'checking'::text]));
CREATE INDEX incident_provisional ON public.incident USING btree (county, id) WHERE provisional;
CREATE INDEX incident_recent ON public.incident USING btree (county, reported_at DESC);
CREATE INDEX incident_evidence_incident ON public.incident_evidence USING btree (county, incident_id);
CREATE INDEX incident_request_incident ON public.incident_request USING btree (county, incident_id);
CREATE UNIQUE INDEX incident_request_one_pending ON public.incident_request USING btree (county, incident_id, kind) WHERE (status = 'pending'::text);
CREATE INDEX incident_step_at ON public.incident_step USING brin (at) WITH (autosummarize='on');
CREATE INDEX incident_subject_of ON public.incident_subject USING btree (county, subject_id) WHERE (removed_at IS NULL);
CREATE UNIQUE INDEX incident_subject_once ON public.incident_subject USING btree (county, incident_id, kind, subject_id) WHERE (removed_at IS NULL);
CREATE UNIQUE INDEX incident_subject_removal ON public.incident_subject USING btree (county, removed_command) WHERE (removed_command IS NOT NULL);
CREATE INDEX incident_task_assignee ON public.incident_task USING btree (county, assignee_id, incident_id) WHERE (assignee_id IS NOT NULL);
CREATE INDEX incident_task_unit ON public.incident_task USING btree (county, department_path, incident_id);
CREATE UNIQUE INDEX incident_task_one_lead ON public.incident_task USING btree (county, incident_id) WHERE ((kind = 'lead'::text) AND (status = ANY (ARRAY['waiting'::text, 'taken'::text])));
CREATE INDEX label_access_account ON public.label_access USING btree (county, account_id);
CREATE INDEX label_setting_kind ON public.label_setting USING btree (county, kind, at);
CREATE UNIQUE INDEX list_draft_one_open ON public.list_draft USING btree (county) WHERE (status = 'open'::text);
CREATE INDEX notice_newest ON public.notice USING btree (county, account_id, at DESC, id DESC);
CREATE INDEX notice_owed ON public.notice USING btree (push_at) WHERE (push_at IS NOT NULL);
CREATE INDEX notice_unread ON public.notice USING btree (county, account_id, number) WHERE (read_at IS NULL);
CREATE INDEX people_import_mine ON public.people_import USING btree (county, by_id, created_at DESC);
CREATE INDEX people_import_waiting ON public.people_import USING btree (county, created_at) WHERE (state = ANY (ARRAY['checking'::text, 'running'::text, 'undoing'::text]));
CREATE INDEX person_area ON public.person USING btree (county, area_path, status);
CREATE INDEX person_bigrams ON public.person USING gin (bigrams);
CREATE INDEX person_born ON public.person USING btree (county, birth_date, name) WHERE (birth_date IS NOT NULL);
CREATE INDEX person_foreign ON public.person USING btree (county, id) WHERE ((nationality <> 'CHN'::text) OR (id_kind = ANY (ARRAY['foreign-permanent'::text, 'hk-macao-taiwan'::text, 'passport'::text])));
CREATE INDEX person_initials ON public.person USING gin (initials);
CREATE INDEX person_merged_into ON public.person USING btree (county, merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX person_merged_number ON public.person USING btree (county, id_index) WHERE ((merged_into IS NOT NULL) AND (id_index IS NOT NULL));
CREATE INDEX person_phone ON public.person USING btree (county, phone_index) WHERE (phone_index IS NOT NULL);
CREATE INDEX person_registered ON public.person USING btree (county, registered_path) WHERE (registered_path IS NOT NULL);
CREATE INDEX person_tail ON public.person USING btree (county, phone_tail) WHERE (phone_tail IS NOT NULL);
CREATE UNIQUE INDEX person_id_index ON public.person USING btree (county, id_index) WHERE ((id_index IS NOT NULL) AND (merged_into IS NULL));
CREATE INDEX person_label_person ON public.person_label USING btree (county, person_id);
CREATE INDEX person_label_waiting ON public.person_label USING btree (county, proposed_at) WHERE ((approved IS NULL) AND (ended_at IS NULL));
CREATE UNIQUE INDEX person_label_one ON public.person_label USING btree (county, person_id, kind_index) WHERE ((ended_at IS NULL) AND (approved IS DISTINCT FROM false));
CREATE INDEX person_merge_at ON public.person_merge USING btree (county, at);
CREATE INDEX person_merge_loser ON public.person_merge USING btree (county, loser_id);
CREATE INDEX person_merge_survivor ON public.person_merge USING btree (county, survivor_id);
CREATE INDEX person_merge_row_merge ON public.person_merge_row USING btree (county, merge_id);
CREATE INDEX place_area ON public.place USING btree (county, area_path);
CREATE INDEX place_bigrams ON public.place USING gin (bigrams);
CREATE INDEX place_initials ON public.place USING gin (initials);
CREATE INDEX place_phone ON public.place USING gin (phone_keys);
CREATE INDEX place_tail ON public.place USING btree (county, phone_tail) WHERE (phone_tail IS NOT NULL);
CREATE INDEX push_delivery_account ON public.push_delivery USING btree (county, account_id, created_at DESC);
CREATE INDEX push_delivery_waiting ON public.push_delivery USING btree (next_at) WHERE (status = 'waiting'::text);
CREATE INDEX push_subscription_account ON public.push_subscription USING btree (county, account_id);
CREATE INDEX redraw_due ON public.redraw USING btree (county, effective_at) WHERE (status = 'scheduled'::text);
CREATE UNIQUE INDEX redraw_undoes ON public.redraw USING btree (undoes) WHERE (undoes IS NOT NULL);
CREATE INDEX registry_change_subject ON public.registry_change USING btree (county, subject_id, id);
CREATE INDEX registry_copy_person ON public.registry_copy USING btree (county, person_id, at);
CREATE INDEX registry_export_area ON public.registry_export USING btree (county, area_path, requested_at);
CREATE INDEX registry_export_person_person ON public.registry_export_person USING btree (county, person_id);
CREATE INDEX registry_export_taken_export ON public.registry_export_taken USING btree (county, export_id, at);
CREATE INDEX registry_request_open ON public.registry_request USING btree (county, area_path, due_on) WHERE (granted IS NULL);
CREATE INDEX registry_request_person ON public.registry_request USING btree (county, person_id);
CREATE UNIQUE INDEX registry_request_one ON public.registry_request USING btree (county, person_id, kind) WHERE (granted IS NULL);
CREATE INDEX registry_reveal_person ON public.registry_reveal USING btree (county, person_id, at);
CREATE INDEX residence_home ON public.residence USING btree (county, home_id) WHERE (to_on IS NULL);
CREATE INDEX residence_household ON public.residence USING btree (county, household_id) WHERE (to_on IS NULL);
CREATE INDEX residence_person ON public.residence USING btree (county, person_id);
CREATE UNIQUE INDEX residence_one ON public.residence USING btree (county, person_id, kind) WHERE (to_on IS NULL);
CREATE INDEX session_account ON public.session USING btree (account_id);
CREATE INDEX stored_file_claimed ON public.stored_file USING btree (county, claimed_kind, claimed_id);
CREATE INDEX stored_file_sha256 ON public.stored_file USING btree (sha256);
CREATE INDEX stored_file_unclaimed ON public.stored_file USING btree (uploaded_at) WHERE (claimed_id IS NULL);
CREATE INDEX thing_photo_subject ON public.thing_photo USING btree (county, subject_id, added_at) WHERE (removed_at IS NULL);
CREATE UNIQUE INDEX thing_photo_file ON public.thing_photo USING btree (county, file_id);
CREATE INDEX webhook_attempt_delivery ON public.webhook_attempt USING btree (county, delivery_id, at);
CREATE INDEX webhook_delivery_log ON public.webhook_delivery USING btree (county, endpoint_id, seq DESC);
CREATE INDEX webhook_delivery_order ON public.webhook_delivery USING btree (county, endpoint_id, subject_id, seq) WHERE (status = 'waiting'::text);
CREATE INDEX webhook_delivery_waiting ON public.webhook_delivery USING btree (next_at) WHERE (status = 'waiting'::text);
CREATE UNIQUE INDEX webhook_delivery_once ON public.webhook_delivery USING btree (county, endpoint_id, event_id) WHERE (replay_of IS NULL);
CREATE UNIQUE INDEX worker_portrait_one ON public.worker_portrait USING btree (county, account_id) WHERE (ended_at IS NULL);

-- Views

create view incident_act_outline as
 SELECT county,
    incident_id,
    id,
    act,
    to_status,
    at
   FROM incident_step s;

create view incident_clock as
 SELECT i.county,
    i.id AS incident_id,
    c.value ->> 'stage'::text AS stage,
    COALESCE((c.value ->> 'run'::text)::smallint, 1::smallint) AS run,
    ((c.value -> 'limit'::text) ->> 0)::double precision AS limit_amount,
    (c.value -> 'limit'::text) ->> 1 AS limit_unit,
    (c.value -> 'by'::text) ->> 0 AS calendar_id,
    (c.value -> 'by'::text) ->> 1 AS rule,
    (c.value ->> 'unit'::text)::uuid AS unit_id,
    to_timestamp(((c.value ->> 'from'::text)::double precision) / 1000::double precision) AS started_at,
    to_timestamp(((c.value ->> 'due'::text)::double precision) / 1000::double precision) AS due_at,
    to_timestamp(((c.value ->> 'yellow'::text)::double precision) / 1000::double precision) AS yellow_at,
    to_timestamp(COALESCE(c.value ->> 'first'::text, c.value ->> 'due'::text)::double precision / 1000::double precision) AS original_due_at,
    to_timestamp(((c.value ->> 'paused'::text)::double precision) / 1000::double precision) AS paused_since,
    to_timestamp(((c.value ->> 'stop'::text)::double precision) / 1000::double precision) AS stopped_at,
    COALESCE((c.value ->> 'extended'::text)::double precision, 0::double precision) AS extended_by,
    (c.value ->> 'onTime'::text)::boolean AS on_time,
    COALESCE((c.value ->> 'provisional'::text)::boolean, false) AS provisional
   FROM incident i
     CROSS JOIN LATERAL jsonb_array_elements(i.clocks) c(value);

create view incident_outline as
 SELECT county,
    id,
    number,
    status,
    source,
    area_id,
    area_path,
    lead_unit_id,
        CASE
            WHEN confidential THEN NULL::text
            ELSE class_name
        END AS class_name,
    on_hold,
    reported_at,
    filed_at,
    closed_at,
    stage,
    stage_due_at,
    stage_yellow_at,
    total_due_at,
    total_yellow_at,
    on_time
   FROM incident i;


-- Rights

grant usage on schema public to lifang_app;
grant usage on schema public to lifang_auditor;
grant delete, insert, select, update on table access_token to lifang_app;
grant delete, insert, select, update on table account to lifang_app;
grant delete, insert, select on table address_alias to lifang_app;
grant insert, select, update on table area to lifang_app;
grant insert, select, update on table area_border to lifang_app;
grant insert, select, update on table area_successor to lifang_app;
grant insert (act), insert (actor_id), insert (actor_name), insert (county), insert (details), insert (ground), insert (subject_id), insert (subject_kind), select on table audit_entry to lifang_app;
grant select on table audit_entry to lifang_auditor;
grant insert, select on table audit_seal to lifang_app;
grant select on table audit_seal to lifang_auditor;
grant delete, insert, select on table base_feature to lifang_app;
grant delete, insert, select, update on table building to lifang_app;
grant insert, select on table calendar_use to lifang_app;
grant insert, select on table calendar_version to lifang_app;
grant delete, insert, select, update on table case_import to lifang_app;
grant insert, select, update on table catalogue_class to lifang_app;
grant insert, select, update on table comparison to lifang_app;
grant delete, insert, select on table comparison_batch to lifang_app;
grant insert, select, update on table comparison_record to lifang_app;
grant insert, select on table comparison_reveal to lifang_app;
grant insert, select, update on table comparison_task to lifang_app;
grant insert, select on table contact_reveal to lifang_app;
grant insert, select, update on table coverage_cycle to lifang_app;
grant insert, select, update on table coverage_home to lifang_app;
grant insert, select, update on table custom_definition to lifang_app;
grant insert, select, update on table custom_record to lifang_app;
grant insert, select, update (seen) on table custom_reveal to lifang_app;
grant insert, select, update on table custom_value to lifang_app;
grant insert, select, update on table department to lifang_app;
grant delete, insert, select, update on table division to lifang_app;
grant delete, insert, select, update on table duplicate_pair to lifang_app;
grant insert, select, update on table duplicate_run to lifang_app;
grant insert, select, update on table enterprise to lifang_app;
grant insert, select, update on table facility to lifang_app;
grant insert, select, update on table grid_publication to lifang_app;
grant insert, select, update on table holding to lifang_app;
grant delete, insert, select, update on table home to lifang_app;
grant delete, insert, select, update on table household to lifang_app;
grant delete, insert, select, update on table imported_case to lifang_app;
grant insert, select, update on table incident to lifang_app;
grant select on table incident_act_outline to lifang_app;
grant insert, select on table incident_alarm to lifang_app;
grant select on table incident_clock to lifang_app;
grant delete, insert, select, update on table incident_count to lifang_app;
grant delete, insert, select, update on table incident_delta to lifang_app;
grant insert, select on table incident_evidence to lifang_app;
grant delete, insert, select, update on table incident_fold to lifang_app;
grant select on table incident_outline to lifang_app;
grant insert, select, update on table incident_publication to lifang_app;
grant insert, select on table incident_reading to lifang_app;
grant delete, insert, select, update on table incident_reporter to lifang_app;
grant insert, select, update on table incident_request to lifang_app;
grant insert, select on table incident_step to lifang_app;
grant insert, select, update on table incident_subject to lifang_app;
grant insert, select, update on table incident_task to lifang_app;
grant insert, select, update on table label_access to lifang_app;
grant insert, select on table label_setting to lifang_app;
grant insert, select on table list_condition to lifang_app;
grant insert, select, update on table list_draft to lifang_app;
grant insert, select, update on table list_draft_entry to lifang_app;
grant insert, select on table list_edit to lifang_app;
grant insert, select on table list_entry to lifang_app;
grant insert, select on table list_version to lifang_app;
grant insert, select on table list_withdrawal to lifang_app;
grant delete, insert, select, update on table notice to lifang_app;
grant delete, insert, select, update on table notice_preference to lifang_app;
grant insert, select on table notice_template to lifang_app;
grant delete, insert, select, update on table number_block to lifang_app;
grant delete, insert, select, update on table outbox to lifang_app;
grant insert, select, update on table people_import to lifang_app;
grant delete, insert, select on table people_import_line to lifang_app;
grant insert, select, update on table people_import_mapping to lifang_app;
grant delete, insert, select, update on table person to lifang_app;
grant insert, select, update on table person_label to lifang_app;
grant insert, select, update on table person_merge to lifang_app;
grant insert, select, update (after), update (before) on table person_merge_row to lifang_app;
grant insert, select, update on table place to lifang_app;
grant insert, select on table privacy_text to lifang_app;
grant delete, insert, select, update on table push_delivery to lifang_app;
grant delete, insert, select, update on table push_subscription to lifang_app;
grant insert, select, update on table redraw to lifang_app;
grant insert, select, update (new_sealed), update (new_value), update (note), update (old_sealed), update (old_value) on table registry_change to lifang_app;
grant insert, select on table registry_command to lifang_app;
grant insert, select, update (sealed) on table registry_copy to lifang_app;
grant insert, select, update on table registry_export to lifang_app;
grant insert, select on table registry_export_person to lifang_app;
grant insert, select, update on table registry_export_taken to lifang_app;
grant insert, select, update on table registry_request to lifang_app;
grant insert, select, update (seen) on table registry_reveal to lifang_app;
grant delete, insert, select, update on table residence to lifang_app;
grant delete, insert, select, update on table saved_filter to lifang_app;
grant select on table schema_migration to lifang_app;
grant delete, insert, select, update on table session to lifang_app;
grant insert, select on table sign_in_policy to lifang_app;
grant insert, select on table staff_import to lifang_app;
grant delete, insert, select, update on table stored_file to lifang_app;
grant insert, select, update on table team_template to lifang_app;
grant insert, select, update on table thing_photo to lifang_app;
grant delete, insert, select, update on table webhook_attempt to lifang_app;
grant delete, insert, select, update on table webhook_delivery to lifang_app;
grant delete, insert, select, update on table webhook_endpoint to lifang_app;
grant insert, select, update on table worker_portrait to lifang_app;
