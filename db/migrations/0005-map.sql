-- The base map: what lies under the grids, drawn without any tile server. It holds no personal data; a deployment loads its own.
create table base_feature (
  id uuid primary key,
  county integer not null,
  kind text not null check (kind in ('road', 'water', 'block', 'building', 'poi')),
  class text not null,
  name text,
  -- GeoJSON, CGCS2000. Things without a name are kept many to a row (MultiPolygon).
  geometry jsonb not null,
  -- The same for all features of one load: a new load replaces the old whole.
  loaded_at timestamptz not null
);
create index base_feature_loaded on base_feature (county, loaded_at desc);

-- Who opened an incident: one row a person, incident and office day.
create table incident_reading (
  county integer not null,
  incident_id uuid not null,
  account_id uuid not null,
  day date not null,
  name text not null,
  post text not null,
  first_at timestamptz not null,
  primary key (county, incident_id, account_id, day)
);
alter table incident_reading add constraint incident_reading_fk foreign key (county, incident_id) references incident (county, id);

grant select, insert, delete on base_feature to lifang_app;
grant select, insert on incident_reading to lifang_app;

-- Cases merged into one: read with every case page.
create index incident_merged on incident (county, merged_into) where merged_into is not null;
