-- People come in from sheets: an upload, what its columns mean, what it would do and what it did, line by line.

create table people_import (
  county integer not null,
  id uuid not null,
  by_id uuid not null,
  by_name text not null,
  file_name text not null,
  format text not null check (format in ('csv', 'xlsx')),
  -- Size as sent; HMAC-SM3 of the content.
  bytes bigint not null,
  hash bytea not null,
  -- First words of the columns, as they stand in the file.
  heads text[] not null,
  -- Line of the heads as Excel counts: a title may stand above them.
  head_line integer not null,
  -- Lines below the heads, blank ones included.
  lines integer not null,
  -- Column of each field, what to do with who is known, source and day; null: not said yet.
  plan jsonb,
  -- Uploaded, being tried, tried, being carried out, carried out, stopped, given up for a reason, being undone, undone.
  state text not null check (state in ('uploaded', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
  -- Somebody asked to stop; the work ends at the next chunk.
  stop boolean not null default false,
  -- Chunks of lines that are through in the pass that runs or ran last; with undo, lines taken back.
  cursor integer not null default 0,
  checked jsonb,
  counts jsonb,
  undone jsonb,
  -- Phrase key; null: nothing went wrong.
  problem text,
  undo_reason text,
  -- The pass that runs: since when, and where it began after the last start of the server.
  began_at timestamptz,
  began_line integer not null default 0,
  ended_at timestamptz,
  created_at timestamptz not null,
  -- The file and what was wrong with its lines are gone; null: they are there.
  purged_at timestamptz,
  primary key (county, id)
);
create index people_import_mine on people_import (county, by_id, created_at desc);
create index people_import_waiting on people_import (county, created_at) where state in ('checking', 'running', 'undoing');

-- Lines with something to say. No cell of the file stands here: reasons only.
create table people_import_line (
  county integer not null,
  import_id uuid not null,
  pass text not null check (pass in ('check', 'run', 'undo')),
  -- As Excel counts in the file that was sent.
  line integer not null,
  -- Not taken in; taken in with a doubt; known already; not taken back.
  verdict text not null check (verdict in ('wrong', 'doubtful', 'known', 'kept')),
  reasons jsonb not null,
  primary key (county, import_id, pass, line)
);

-- What columns mean, kept under a name for the next sheet of the same office.
create table people_import_mapping (
  county integer not null,
  id uuid not null,
  by_id uuid not null,
  name text not null,
  -- Head of each field, by field.
  heads jsonb not null,
  at timestamptz not null,
  primary key (county, id),
  constraint people_import_mapping_name unique (county, by_id, name)
);

alter table people_import_line add constraint people_import_line_fk foreign key (county, import_id) references people_import (county, id);

grant select, insert, update on people_import to lifang_app;
grant select, insert, delete on people_import_line to lifang_app;
grant select, insert, update on people_import_mapping to lifang_app;
-- An import is undone as a whole: what it made goes, and its history stays.
grant delete on person, home, household, residence, building to lifang_app;
