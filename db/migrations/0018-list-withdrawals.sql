-- A published version of the responsibility list that was taken back before its day. The version itself stays as it was
-- published: nothing may change it, and its number is not given again.
create table list_withdrawal (
  county integer not null,
  version_id text not null,
  reason text not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (county, version_id)
);
grant select, insert on list_withdrawal to lifang_app;
