-- Comparison with another register (公安, 学籍, 民政): what was asked and on what ground, a verdict a record and field, and a task for a
-- person wherever the two do not agree. What the other register says stands sealed and goes after some days; the counts stay.

create table comparison (
  county integer not null,
  id uuid not null,
  by_id uuid not null,
  by_name text not null,
  -- police, school, civil-affairs, other
  register text not null,
  -- As the office calls it.
  register_name text not null,
  -- The law or the paper that allows it.
  basis text not null,
  purpose text not null,
  area_id uuid not null,
  area_path text not null,
  -- What is compared, and nothing else is kept of a line.
  fields text[] not null,
  -- registered, residing: whom of ours the other register should have.
  stay text not null,
  -- Years of age on the day it began; null: no bound.
  age_from integer,
  age_to integer,
  -- file, api
  via text not null,
  file_name text not null default '',
  hash bytea,
  heads text[] not null default '{}',
  head_line integer not null default 0,
  lines integer not null default 0,
  -- Column by field, from 0; null: not confirmed.
  columns jsonb,
  state text not null,
  stop boolean not null default false,
  -- Chunks of lines that are through.
  cursor integer not null default 0,
  -- The last of our own people that was looked for on the other side; null: that has not begun.
  ours_after uuid,
  -- Our own people who belong to the scope, and how many were looked at.
  ours integer not null default 0,
  ours_done integer not null default 0,
  -- Lines that could not be read: how many, and the first of them with the reason.
  unread integer not null default 0,
  unread_lines jsonb not null default '[]',
  problem text,
  due_on date,
  version integer not null default 1,
  created_at timestamptz not null,
  began_at timestamptz,
  ended_at timestamptz,
  -- Null: what the other register says is still there.
  purged_at timestamptz,
  primary key (county, id),
  constraint comparison_file_once check (via = 'file' or hash is null)
);
create index comparison_area on comparison (county, area_path, created_at);
create index comparison_moving on comparison (county, created_at) where state = 'running';

-- Lines that another system sent, sealed batch by batch.
create table comparison_batch (
  county integer not null,
  comparison_id uuid not null,
  n integer not null,
  lines integer not null,
  sealed bytea not null,
  primary key (county, comparison_id, n)
);

create table comparison_record (
  county integer not null,
  id uuid not null,
  comparison_id uuid not null,
  -- As Excel counts; null: only we have this person, or the line is forgotten.
  line integer,
  -- HMAC-SM3 of what told the line apart: one record of one person. Null: forgotten.
  key bytea,
  -- Null: only the other side has this person, or the line is forgotten.
  person_id uuid,
  -- number, name-birth; null: one side only.
  matched text,
  -- Grid; where the line leads to none, the area of the comparison.
  area_path text not null,
  verdict text not null,
  -- present, absent, cancelled, deceased: what the other register says of the record itself.
  their_state text not null,
  -- Verdict by field.
  fields jsonb not null,
  -- What the other register says, sealed; null: nothing differs, or it is forgotten.
  theirs bytea,
  -- The number is known here, on ground outside the area.
  elsewhere boolean not null default false,
  primary key (county, id)
);
create unique index comparison_record_key on comparison_record (county, comparison_id, key);
create index comparison_record_person on comparison_record (county, person_id) where person_id is not null;
create index comparison_record_area on comparison_record (county, comparison_id, area_path);

-- One field of a record that is not 一致, or the record as a whole (field ''): settled by a person.
create table comparison_task (
  county integer not null,
  id uuid not null,
  comparison_id uuid not null,
  record_id uuid not null,
  field text not null,
  verdict text not null,
  area_path text not null,
  -- open, unverified, and how it was settled.
  state text not null,
  due_on date not null,
  reason text,
  by_id uuid,
  by_name text,
  done_at timestamptz,
  version integer not null default 1,
  primary key (county, id),
  constraint comparison_task_done check ((state in ('open', 'lapsed')) = (done_at is null))
);
create unique index comparison_task_field on comparison_task (county, record_id, field);
create index comparison_task_ground on comparison_task (county, area_path, state, due_on, id);
create index comparison_task_of on comparison_task (county, comparison_id, area_path);

-- Who was shown what the other register says of a person, and why.
create table comparison_reveal (
  county integer not null,
  id uuid not null,
  comparison_id uuid not null,
  record_id uuid not null,
  -- Null: only the other side has this person.
  person_id uuid,
  reason text not null,
  -- Names of the fields.
  fields text[] not null,
  by_id uuid not null,
  by_name text not null,
  post text not null,
  at timestamptz not null,
  primary key (county, id)
);
create index comparison_reveal_person on comparison_reveal (county, person_id) where person_id is not null;

alter table comparison_batch add constraint comparison_batch_of foreign key (county, comparison_id) references comparison (county, id);
alter table comparison_record add constraint comparison_record_of foreign key (county, comparison_id) references comparison (county, id);
alter table comparison_record add constraint comparison_record_person_fk foreign key (county, person_id) references person (county, id);
alter table comparison_task add constraint comparison_task_of_fk foreign key (county, comparison_id) references comparison (county, id);
alter table comparison_task add constraint comparison_task_record foreign key (county, record_id) references comparison_record (county, id);
alter table comparison_reveal add constraint comparison_reveal_of foreign key (county, comparison_id) references comparison (county, id);
alter table comparison_reveal add constraint comparison_reveal_person_fk foreign key (county, person_id) references person (county, id);

grant select, insert, update on comparison, comparison_record, comparison_task to lifang_app;
grant select, insert, delete on comparison_batch to lifang_app;
grant select, insert on comparison_reveal to lifang_app;
