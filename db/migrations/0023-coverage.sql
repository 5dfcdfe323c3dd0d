-- Cycles of collection (采集周期): the homes that stood when one began, and which of them were reached in it.

create table coverage_cycle (
  county integer not null,
  id uuid not null,
  name text not null,
  area_id uuid not null,
  area_path text collate "C" not null,
  from_on date not null,
  -- The last day that counts; closed earlier it ends the day it was closed.
  to_on date not null,
  started_by uuid not null,
  started_by_name text not null,
  started_at timestamptz not null,
  -- Null: nobody ended it before its day.
  closed_at timestamptz,
  closed_by_name text,
  closed_why text,
  primary key (county, id),
  constraint coverage_cycle_ends check (to_on >= from_on),
  constraint coverage_cycle_closed check ((closed_at is null) = (closed_by_name is null) and (closed_at is null) = (closed_why is null))
);
create index coverage_cycle_area on coverage_cycle (county, area_path);

-- The denominator, fixed when the cycle began: a rate cannot be mended by striking homes off.
create table coverage_home (
  county integer not null,
  cycle_id uuid not null,
  home_id uuid not null,
  -- The grid it stood in that day.
  area_path text collate "C" not null,
  -- First day in the cycle on which somebody was reached there; null: not yet.
  reached_on date,
  primary key (county, cycle_id, home_id)
);
create index coverage_home_home on coverage_home (county, home_id);

alter table coverage_home add constraint coverage_home_cycle_fk foreign key (county, cycle_id) references coverage_cycle (county, id);
alter table coverage_home add constraint coverage_home_home_fk foreign key (county, home_id) references home (county, id);

grant select, insert, update on coverage_cycle, coverage_home to lifang_app;
