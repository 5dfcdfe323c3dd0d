-- Incidents and the responsibility list.

-- ── responsibility list (reference) ─────────────────────────────────────────────────────────────────────
-- Names of classes as the standards print them; components and matters share numbers, so kind is part of the key.
create table catalogue_class (
  standard text not null,
  kind text not null check (kind in ('component', 'matter')),
  code text not null,
  name text not null,
  major_code text not null,
  major_name text not null,
  -- How well the entry is attested: 'second-hand', 'local', 'demo'.
  evidence text not null,
  primary key (standard, kind, code)
);

-- A published list; an open incident keeps the version it was filed under.
create table list_version (
  id text primary key,
  county integer not null,
  valid_from timestamptz not null,
  note text not null,
  published_at timestamptz not null default now()
);

create table list_entry (
  version_id text not null,
  standard text not null,
  kind text not null check (kind in ('component', 'matter')),
  code text not null,
  name text not null,
  domain text not null,
  -- Null: no responsible unit yet; such an entry cannot be dispatched by suggestion.
  department_id uuid,
  legal_basis text,
  grade text,
  self_handling boolean not null,
  confidential boolean not null,
  required_evidence text[] not null,
  -- Null: any source.
  sources text[],
  evidence text not null,
  primary key (version_id, standard, kind, code)
);
alter table list_entry add constraint list_entry_version_fk foreign key (version_id) references list_version (id);
alter table list_entry add constraint list_entry_department_fk foreign key (department_id) references department (id);

-- One class has several filing conditions, each with its own limit and closing condition.
create table list_condition (
  version_id text not null,
  standard text not null,
  kind text not null,
  code text not null,
  seq smallint not null,
  text text not null,
  limit_amount double precision not null check (limit_amount > 0),
  limit_unit text not null check (limit_unit in ('urgent-hour', 'working-hour', 'working-day', 'calendar-day')),
  closing text not null,
  closing_evidence text[] not null,
  -- Null: no extension.
  extension_times smallint,
  extension_max double precision,
  primary key (version_id, standard, kind, code, seq)
);
alter table list_condition add constraint list_condition_entry_fk
  foreign key (version_id, standard, kind, code) references list_entry (version_id, standard, kind, code);

-- ── incidents (living) ──────────────────────────────────────────────────────────────────────────────────
create table incident (
  county integer not null,
  id uuid not null,
  -- Told to the citizen: six-digit code, date, sequence.
  number text not null,
  status text not null check (status in ('reported', 'verifying', 'accepted', 'filed', 'dispatched', 'handling', 'feedback',
    'checking', 'closed', 'evaluated', 'archived', 'self-closed', 'rejected', 'voided')),
  source text not null,
  -- The grid of its day, and that grid's border version.
  area_id uuid not null,
  area_path text collate "C" not null,
  border_id uuid,
  -- CGCS2000.
  lon double precision not null,
  lat double precision not null,
  address text,
  description text not null,
  -- As the reporter says; reported_at is the server's.
  occurred_at timestamptz not null,
  reported_at timestamptz not null,
  -- Null: no account (a resident).
  reported_by uuid,
  -- SHA-256 of the command, to tell a retry from a second command with the same id.
  request_hash bytea not null,
  foreign_number text,
  -- Suggested at the report, fixed at filing (filed_at not null).
  class_standard text,
  class_kind text,
  class_code text,
  class_version text,
  class_name text,
  condition_seq smallint,
  limit_amount double precision,
  limit_unit text,
  lead_unit_id uuid,
  confidential boolean not null default false,
  urgent boolean not null default false,
  on_hold boolean not null default false,
  review_at timestamptz,
  supervision text check (supervision in ('notice', 'yellow', 'red')),
  return_count smallint not null default 0,
  redispatch_count smallint not null default 0,
  rework_count smallint not null default 0,
  extension_count smallint not null default 0,
  reopen_count smallint not null default 0,
  -- Round of handling: evidence of an earlier round does not prove a later one.
  round smallint not null default 0,
  verify_result text,
  check_result text,
  filed_at timestamptz,
  dispatched_at timestamptz,
  closed_at timestamptz,
  -- check, papers, force, self; null while open.
  closed_by text check (closed_by in ('check', 'papers', 'force', 'self')),
  urged_at timestamptz,
  -- Rating: null stars with rated_at = window passed without a rating.
  rated_at timestamptz,
  stars smallint check (stars between 1 and 5),
  solved boolean,
  rating_comment text,
  merged_into uuid,
  policy_version text not null,
  -- The running stage as lists need it: its earliest deadline and the instant its lamp turns yellow. Derived from
  -- incident_clock by the same statement; the lamp itself is computed when read.
  stage text,
  stage_due_at timestamptz,
  stage_yellow_at timestamptz,
  total_due_at timestamptz,
  total_yellow_at timestamptz,
  provisional boolean not null default false,
  -- Frozen lamp of a finished incident: was the total clock met; null while open or untimed.
  on_time boolean,
  -- History rows so far; guards against two writers and numbers the next row.
  version integer not null default 0,
  primary key (county, id),
  unique (county, number),
  check ((closed_at is null) = (closed_by is null))
);
create index incident_open_place on incident (county, area_path, reported_at desc)
  where status in ('reported', 'verifying', 'accepted', 'filed', 'dispatched', 'handling', 'feedback', 'checking');
create index incident_open_due on incident (county, stage_due_at)
  where status in ('reported', 'verifying', 'accepted', 'filed', 'dispatched', 'handling', 'feedback', 'checking');
create index incident_by_place on incident (county, area_path, reported_at desc);
create index incident_recent on incident (county, reported_at desc);
create index incident_by_unit on incident (county, lead_unit_id, reported_at desc) where lead_unit_id is not null;
create index incident_by_reporter on incident (county, reported_by, reported_at desc) where reported_by is not null;
create index incident_closed on incident (closed_at) where status = 'closed';

-- Who reported, kept apart so that it can be hidden and removed. Sealed fields: platform/crypto.
create table incident_reporter (
  county integer not null,
  incident_id uuid not null,
  name bytea,
  phone bytea,
  -- Masked for lists: 王**, 138****1234.
  name_masked text,
  phone_masked text,
  -- Blind index of the last four digits together with the number: what a resident proves.
  tail_index bytea,
  primary key (county, incident_id)
);

-- History: one row an act, append-only. Its id is the command's id.
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
  -- The post in which it was done.
  post text not null,
  department_id uuid,
  opinion text,
  at timestamptz not null,
  body_hash bytea not null,
  details jsonb not null default '{}',
  primary key (county, id),
  unique (county, incident_id, seq)
);

create table incident_task (
  county integer not null,
  id uuid not null,
  incident_id uuid not null,
  kind text not null check (kind in ('lead', 'assisting', 'verify', 'check')),
  status text not null check (status in ('waiting', 'taken', 'done', 'returned', 'excused', 'failed')),
  department_id uuid,
  department_path text collate "C",
  department_name text,
  assignee_id uuid,
  done_by uuid,
  opened_at timestamptz not null,
  taken_at timestamptz,
  finished_at timestamptz,
  primary key (county, id)
);
create index incident_task_incident on incident_task (county, incident_id);
create index incident_task_unit on incident_task (county, department_path, incident_id);
create index incident_task_assignee on incident_task (county, assignee_id, incident_id) where assignee_id is not null;
-- The rule "exactly one lead" as SQL can say it.
create unique index incident_task_one_lead on incident_task (county, incident_id)
  where kind = 'lead' and status in ('waiting', 'taken');

create table incident_request (
  county integer not null,
  id uuid not null,
  incident_id uuid not null,
  kind text not null check (kind in ('return', 'extension', 'hold', 'void', 'force-close', 'reopen')),
  status text not null check (status in ('pending', 'granted', 'refused')),
  asked_by uuid,
  asked_by_name text not null,
  department_id uuid,
  first_approver uuid,
  decided_by uuid,
  details jsonb not null,
  asked_at timestamptz not null,
  decided_at timestamptz,
  primary key (county, id)
);
create index incident_request_incident on incident_request (county, incident_id);
create unique index incident_request_one_pending on incident_request (county, incident_id, kind) where status = 'pending';

-- One run of one stage's clock: limit, calendar and rule it is counted by. Times here are derived from its events by
-- domains/calendar and can be recomputed at any time.
create table incident_clock (
  county integer not null,
  incident_id uuid not null,
  stage text not null check (stage in ('accept', 'verify', 'file', 'dispatch', 'take', 'handle', 'check', 'close', 'total')),
  run smallint not null,
  limit_amount double precision not null,
  limit_unit text not null,
  calendar_id text not null,
  rule text not null,
  -- Whose clock it is: the handling unit; null: the desk.
  unit_id uuid,
  started_at timestamptz not null,
  due_at timestamptz,
  yellow_at timestamptz,
  original_due_at timestamptz not null,
  paused_since timestamptz,
  stopped_at timestamptz,
  extended_by double precision not null default 0,
  on_time boolean,
  provisional boolean not null,
  primary key (county, incident_id, stage, run)
) with (fillfactor = 80);
-- The predicate leaves stopped_at out, so that stopping a clock touches no index.
create index incident_clock_provisional on incident_clock (county, incident_id) where provisional;

-- What happened to a clock between its start and its stop (those are columns of the clock, written once): append-only.
create table incident_clock_event (
  county integer not null,
  incident_id uuid not null,
  stage text not null,
  run smallint not null,
  seq smallint not null,
  kind text not null check (kind in ('pause', 'resume', 'extend', 'hand-over')),
  at timestamptz not null,
  amount double precision,
  -- Reason of a pause, or {from,to} of a hand-over.
  note jsonb,
  step_id uuid not null,
  primary key (county, incident_id, stage, run, seq)
);

create table incident_evidence (
  county integer not null,
  id uuid not null,
  incident_id uuid not null,
  step_id uuid not null,
  kind text not null check (kind in ('near', 'far', 'reference', 'before', 'after', 'document')),
  round smallint not null,
  -- As the device says; null when it did not.
  shot_at timestamptz,
  lon double precision,
  lat double precision,
  added_by uuid,
  added_at timestamptz not null,
  primary key (county, id)
);
create index incident_evidence_incident on incident_evidence (county, incident_id);

-- Alarms already raised, so that a timer tells once: near-due and overdue per clock run, review date of a hold.
create table incident_alarm (
  county integer not null,
  incident_id uuid not null,
  stage text not null,
  run smallint not null,
  kind text not null check (kind in ('near-due', 'overdue')),
  at timestamptz not null,
  unit_id uuid,
  primary key (county, incident_id, stage, run, kind)
);

-- Board counters: every change of an incident's cell is a small row; a job folds them. Nobody fights over a counter.
create table incident_delta (
  county integer not null,
  id bigint generated always as identity,
  area_path text collate "C" not null,
  class_major text not null,
  status text not null,
  n integer not null,
  primary key (county, id)
);
create table incident_count (
  county integer not null,
  -- The grid's path, and that of every area above it: a board of any level reads rows, it adds none up.
  area_path text collate "C" not null,
  -- Labels in the path: 1 = the county.
  depth smallint not null,
  class_major text not null,
  status text not null,
  n integer not null,
  primary key (county, depth, area_path, class_major, status)
);

-- One row a fold, so that a kept board knows that cells changed.
create table incident_fold (
  id bigint generated always as identity primary key,
  rows integer not null,
  at timestamptz not null default now()
);

-- Histories imported from other systems: kept apart from the living loop, read by boards and the clock's proof.
create table case_import (
  county integer not null,
  id uuid not null,
  source_name text not null,
  mapping jsonb not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  result jsonb,
  primary key (county, id)
);
create table imported_case (
  county integer not null,
  import_id uuid not null,
  foreign_id text not null,
  opened_at timestamptz not null,
  target_at timestamptz,
  closed_at timestamptz,
  status text not null,
  category text,
  department text,
  lon double precision,
  lat double precision,
  source text,
  -- What the other system said, and what our own comparison of closing and target says.
  label_on_time boolean,
  on_time boolean,
  duplicate_of text,
  primary key (county, import_id, foreign_id)
);

-- Foreign keys between living tables: statements of their own, carrying county.
alter table incident_reporter add constraint incident_reporter_fk foreign key (county, incident_id) references incident (county, id);
alter table incident_step add constraint incident_step_fk foreign key (county, incident_id) references incident (county, id);
alter table incident_task add constraint incident_task_fk foreign key (county, incident_id) references incident (county, id);
alter table incident_request add constraint incident_request_fk foreign key (county, incident_id) references incident (county, id);
alter table incident_clock add constraint incident_clock_fk foreign key (county, incident_id) references incident (county, id);
alter table incident_clock_event add constraint incident_clock_event_fk
  foreign key (county, incident_id, stage, run) references incident_clock (county, incident_id, stage, run);
alter table incident_evidence add constraint incident_evidence_fk foreign key (county, incident_id) references incident (county, id);
alter table incident_alarm add constraint incident_alarm_fk foreign key (county, incident_id) references incident (county, id);
alter table imported_case add constraint imported_case_fk foreign key (county, import_id) references case_import (county, id);

grant select, insert, update on catalogue_class, list_version, list_entry, list_condition to lifang_app;
grant select, insert, update on incident, incident_task, incident_request, incident_clock to lifang_app;
grant select, insert on incident_step, incident_clock_event, incident_evidence, incident_alarm to lifang_app;
grant select, insert, update, delete on incident_reporter, incident_delta, incident_count, incident_fold, case_import, imported_case to lifang_app;
