-- How people sign in, as a security administrator set it. One row a version, never changed: what held on a day can be told.
create table sign_in_policy (
  county integer not null,
  -- Id of the command.
  id uuid not null,
  ordinal integer not null,
  lock_after integer not null,
  lock_minutes integer not null,
  longest_lock_minutes integer not null,
  password_length integer not null,
  session_hours integer not null,
  idle_minutes integer not null,
  -- Why, as typed.
  reason text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (county, id),
  constraint sign_in_policy_ordinal unique (county, ordinal)
);

-- One row an import of staff, so that a repeated command gets its answer again. First passwords are in no table.
create table staff_import (
  county integer not null,
  id uuid not null,
  kind text not null check (kind in ('accounts', 'posts')),
  request_hash bytea not null,
  answer jsonb not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (county, id)
);

grant select, insert on sign_in_policy, staff_import to lifang_app;
