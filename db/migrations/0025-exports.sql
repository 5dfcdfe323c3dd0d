-- Exports of people: masked at once, whole only with somebody else's approval; each time one is taken is kept, and of whole ones who was in it.

create table registry_export (
  county integer not null,
  id uuid not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  -- What was chosen: {status, care, split}.
  filters jsonb not null,
  depth text not null check (depth in ('masked', 'full')),
  reason text not null,
  -- People in it when it was asked for.
  people integer not null,
  requested_by uuid not null,
  requested_by_name text not null,
  post text not null,
  requested_at timestamptz not null,
  -- Null: nobody has decided, or it needs nobody.
  approved boolean,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  why text,
  -- May be taken until then; null: not yet approved.
  valid_until timestamptz,
  version integer not null default 1,
  primary key (county, id),
  constraint registry_export_decided check ((approved is null) = (decided_at is null)),
  constraint registry_export_two check (decided_by is null or decided_by <> requested_by)
);
create index registry_export_area on registry_export (county, area_path, requested_at);

create table registry_export_taken (
  county integer not null,
  id uuid not null,
  export_id uuid not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  -- Null: it broke off before its end.
  people integer,
  primary key (county, id)
);
create index registry_export_taken_export on registry_export_taken (county, export_id, at);

-- Who was in a whole export: the person concerned can be told.
create table registry_export_person (
  county integer not null,
  export_id uuid not null,
  person_id uuid not null,
  primary key (county, export_id, person_id)
);
create index registry_export_person_person on registry_export_person (county, person_id);

alter table registry_export_taken add constraint registry_export_taken_fk foreign key (county, export_id) references registry_export (county, id);
alter table registry_export_person add constraint registry_export_person_export_fk foreign key (county, export_id) references registry_export (county, id);
alter table registry_export_person add constraint registry_export_person_fk foreign key (county, person_id) references person (county, id);

grant select, insert, update on registry_export, registry_export_taken to lifang_app;
grant select, insert on registry_export_person to lifang_app;
