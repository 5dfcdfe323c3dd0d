-- The responsibility list as something people work on: one draft at a time over the list last published, published whole
-- from an instant on. A published list never changes: the app may add versions and nothing else.

alter table list_version add column published_by uuid;
revoke update on list_version, list_entry, list_condition from lifang_app;

-- Changes somebody collects over a published version.
create table list_draft (
  county integer not null,
  id uuid not null,
  -- The version it changes: the one last published when it was opened.
  base_id text not null,
  note text not null,
  status text not null check (status in ('open', 'published', 'discarded')),
  -- Grows by one with every edit.
  revision integer not null,
  opened_by uuid not null,
  opened_at timestamptz not null,
  -- Null: nobody has edited it yet.
  edited_by uuid,
  edited_name text,
  edited_at timestamptz,
  -- The version it became.
  version_id text,
  primary key (county, id)
);
create unique index list_draft_one_open on list_draft (county) where status = 'open';

-- Entries that differ from the base, or did.
create table list_draft_entry (
  county integer not null,
  draft_id uuid not null,
  standard text not null,
  kind text not null check (kind in ('component', 'matter')),
  code text not null,
  -- 'same': the change was taken back.
  state text not null check (state in ('changed', 'retired', 'same')),
  -- The whole entry with its conditions; null unless changed.
  entry jsonb,
  -- Revision of the draft at which it last changed, and by whom: an editor who saw an older one is refused.
  revision integer not null,
  changed_by uuid not null,
  changed_name text not null,
  changed_at timestamptz not null,
  primary key (county, draft_id, standard, kind, code),
  check ((state = 'changed') = (entry is not null))
);
alter table list_draft_entry add constraint list_draft_entry_draft_fk
  foreign key (county, draft_id) references list_draft (county, id);

-- One row a command, so that a repeated one gets its answer again.
create table list_edit (
  county integer not null,
  id uuid not null,
  draft_id uuid not null,
  act text not null,
  request_hash bytea not null,
  answer jsonb not null,
  by_id uuid not null,
  at timestamptz not null,
  primary key (county, id)
);

-- Closed cases of a period, for comparing limits.
create index incident_closed_at on incident (county, closed_at desc, id) where closed_at is not null;

grant select, insert, update on list_draft, list_draft_entry to lifang_app;
grant select, insert on list_edit to lifang_app;
