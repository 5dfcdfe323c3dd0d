-- Where and when: the statistical division table, the governance tree, borders, departments, posts, calendars.
-- All of it is reference data in the sense of db/placement.ts (small, read everywhere, changed rarely).

create extension if not exists btree_gist;

-- Official division table (statistical tree): as published, per year; never edited by the deployment.
create table division (
  year integer not null,
  code text not null check (code ~ '^[0-9]{12}$'),
  name text not null,
  level text not null check (level in ('province', 'city', 'county', 'street', 'village')),
  parent_code text,
  primary key (year, code)
);
create index division_parent on division (year, parent_code);

-- Governance tree: the deployment's own levels, street offices, communities, grids.
create table area (
  id uuid primary key,
  county integer not null,
  parent_id uuid,
  -- 1 = root of this deployment; the deepest level is the grid.
  level smallint not null check (level between 1 and 6),
  level_key text not null,
  -- Official code by the deployment's template; unique for ever, so a code is never reused.
  code text not null unique check (length(code) between 1 and 32),
  name text not null,
  -- Ancestors' labels and one's own, each ended by '/': a prefix range finds everything inside.
  path text collate "C" not null unique,
  -- Grids only.
  grid_kind text check (grid_kind in ('general', 'dedicated', 'micro')),
  grid_type text check (grid_type in ('scattered', 'estate', 'institutional', 'rural')),
  households integer check (households >= 0),
  -- Code in the statistical tree this area corresponds to, when there is one.
  division_code text,
  valid_from timestamptz not null,
  valid_to timestamptz,
  check (valid_to is null or valid_to > valid_from),
  check ((grid_kind is null) = (grid_type is null))
);
create index area_parent on area (parent_id);
alter table area add constraint area_parent_fk foreign key (parent_id) references area (id);

-- Lineage: what became of an area (split, merge, rename, transfer).
create table area_successor (
  from_id uuid not null,
  to_id uuid not null,
  at timestamptz not null,
  document text,
  primary key (from_id, to_id)
);
alter table area_successor add constraint area_successor_from_fk foreign key (from_id) references area (id);
alter table area_successor add constraint area_successor_to_fk foreign key (to_id) references area (id);

-- Versioned borders: a case keeps the border version of its day.
create table area_border (
  id uuid primary key,
  area_id uuid not null,
  version integer not null,
  -- GeoJSON Polygon or MultiPolygon, CGCS2000 (within centimetres of WGS-84).
  polygon jsonb not null,
  area_m2 double precision not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  document text,
  unique (area_id, version),
  exclude using gist (area_id with =, tstzrange(valid_from, valid_to) with &&)
);
alter table area_border add constraint area_border_area_fk foreign key (area_id) references area (id);

-- A planned change of borders: a draft shows what moves before it takes effect.
create table redraw (
  id uuid primary key,
  county integer not null,
  kind text not null check (kind in ('split', 'merge')),
  status text not null check (status in ('draft', 'published', 'withdrawn')),
  -- What the drafter asked, and the computed plan (new areas, polygons, counts before and after).
  request jsonb not null,
  plan jsonb not null,
  drafted_by uuid not null,
  drafted_at timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  effective_at timestamptz,
  document text
);

create table department (
  id uuid primary key,
  county integer not null,
  key text not null,
  name text not null,
  kind text not null check (kind in ('department', 'command-centre', 'sub-centre', 'community-station', 'contractor')),
  parent_id uuid,
  path text collate "C" not null unique,
  -- The area it serves.
  area_id uuid not null,
  phone text,
  -- Takes what nobody owns (兜底单位), by ruling of the duty chief.
  fallback boolean not null default false,
  valid_from timestamptz not null,
  valid_to timestamptz,
  unique (county, key)
);
alter table department add constraint department_parent_fk foreign key (parent_id) references department (id);
alter table department add constraint department_area_fk foreign key (area_id) references area (id);

-- Who holds which post, where, when. Posts are domains/grid/schema.ts.
create table holding (
  id uuid primary key,
  county integer not null,
  account_id uuid not null,
  post text not null,
  area_id uuid not null,
  department_id uuid,
  valid_from timestamptz not null,
  valid_to timestamptz,
  -- AB岗: this holding covers for another account and ends by its own date.
  stands_in_for uuid,
  check (valid_to is null or valid_to > valid_from),
  check (stands_in_for is null or valid_to is not null),
  -- Exactly one primary grid worker per grid at any time (the stand-in is not primary).
  constraint holding_one_grid_worker exclude using gist (area_id with =, tstzrange(valid_from, valid_to) with &&)
    where (post = 'grid-worker' and stands_in_for is null)
);
create index holding_account on holding (account_id);
create index holding_area on holding (area_id, post);
create index holding_department on holding (department_id, post);
alter table holding add constraint holding_area_fk foreign key (area_id) references area (id);
alter table holding add constraint holding_department_fk foreign key (department_id) references department (id);

-- Team templates (1+4+X, 一长三员): data, several side by side.
create table team_template (
  key text primary key,
  name text not null,
  -- [{post, min, max|null}]
  members jsonb not null
);

-- ── calendar ────────────────────────────────────────────────────────────────────────────────────────────
-- A version is never edited: a change is a new version, so any past deadline recomputes.
create table calendar_version (
  id text primary key,
  data jsonb not null,
  note text not null,
  created_at timestamptz not null default now()
);
-- Which calendar counts for whom since when; department null = everyone without an entry of their own.
create table calendar_use (
  id uuid primary key,
  county integer not null,
  department_id uuid,
  calendar_id text not null,
  valid_from timestamptz not null
);
alter table calendar_use add constraint calendar_use_version_fk foreign key (calendar_id) references calendar_version (id);
alter table calendar_use add constraint calendar_use_department_fk foreign key (department_id) references department (id);

grant select, insert, update on division, area, area_successor, area_border, redraw, department, holding, team_template to lifang_app;
grant select, insert on calendar_version, calendar_use to lifang_app;
grant delete on division to lifang_app;
