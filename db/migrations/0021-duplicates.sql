-- Two rows of one person: pairs that somebody should look at, what was decided, and merges with all that is needed to undo them.

alter table person drop constraint person_status_check;
alter table person add constraint person_status_check check (status in ('here', 'moved-out', 'dead', 'merged'));
-- The row this one was merged into; null: it stands for itself.
alter table person add column merged_into uuid;
alter table person add constraint person_merged check ((status = 'merged') = (merged_into is not null));
create index person_merged_into on person (county, merged_into) where merged_into is not null;
-- One number, one person: a row that was merged away keeps its number for the undo and no longer counts.
drop index person_id_index;
create unique index person_id_index on person (county, id_index) where id_index is not null and merged_into is null;
-- Candidates by the day they were born, exact and mistyped.
create index person_born on person (county, birth_date, name) where birth_date is not null;

create table duplicate_pair (
  county integer not null,
  id uuid not null,
  -- The two people; the smaller id stands first.
  a_id uuid not null,
  b_id uuid not null,
  score smallint not null check (score between 0 and 100),
  verdict text not null check (verdict in ('certain', 'likely', 'possible')),
  reasons text[] not null,
  -- Undone: merged once, taken back, to be looked at again.
  state text not null check (state in ('open', 'not-same', 'merged', 'undone')),
  -- Who decided last; null together: nobody yet.
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  note text,
  -- The search that saw it last; null: noticed when somebody was written down.
  run_id uuid,
  found_at timestamptz not null,
  primary key (county, id),
  constraint duplicate_pair_one unique (county, a_id, b_id),
  constraint duplicate_pair_order check (a_id < b_id),
  constraint duplicate_pair_decided check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (decided_name is null))
);
create index duplicate_pair_state on duplicate_pair (county, state, score desc, id);
create index duplicate_pair_b on duplicate_pair (county, b_id);

-- A search across the county. One waits or runs at a time.
create table duplicate_run (
  county integer not null,
  id uuid not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  -- Nil: the nightly one.
  by_id uuid not null,
  by_name text not null,
  asked_at timestamptz not null,
  started_at timestamptz,
  -- Last sign of life; a run without one for minutes is taken over.
  beat_at timestamptz,
  finished_at timestamptz,
  -- Steps done of steps in all.
  done integer not null default 0,
  total integer not null default 0,
  -- Pairs worth a look, and keys so common that nobody is compared by them (a company's telephone).
  pairs integer not null default 0,
  skipped integer not null default 0,
  primary key (county, id)
);
create unique index duplicate_run_one on duplicate_run (county) where state in ('waiting', 'running');
create index duplicate_run_asked on duplicate_run (county, asked_at);

-- A merge. The id is the command's.
create table person_merge (
  county integer not null,
  id uuid not null,
  survivor_id uuid not null,
  loser_id uuid not null,
  reason text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  -- Null together: it stands.
  undone_by uuid,
  undone_name text,
  undone_at timestamptz,
  undone_reason text,
  primary key (county, id),
  constraint person_merge_undone check ((undone_by is null) = (undone_at is null) and (undone_by is null) = (undone_reason is null))
);
create index person_merge_survivor on person_merge (county, survivor_id);
create index person_merge_loser on person_merge (county, loser_id);
create index person_merge_at on person_merge (county, at);

-- Each row a merge changed, before and after; what is sealed stays sealed.
create table person_merge_row (
  county integer not null,
  id uuid not null,
  merge_id uuid not null,
  kind text not null check (kind in ('person', 'residence', 'household', 'label', 'pair')),
  row_id uuid not null,
  before jsonb not null,
  after jsonb not null,
  primary key (county, id)
);
create index person_merge_row_merge on person_merge_row (county, merge_id);

alter table person add constraint person_merged_into_fk foreign key (county, merged_into) references person (county, id);
alter table duplicate_pair add constraint duplicate_pair_a_fk foreign key (county, a_id) references person (county, id);
alter table duplicate_pair add constraint duplicate_pair_b_fk foreign key (county, b_id) references person (county, id);
alter table person_merge add constraint person_merge_survivor_fk foreign key (county, survivor_id) references person (county, id);
alter table person_merge add constraint person_merge_loser_fk foreign key (county, loser_id) references person (county, id);
alter table person_merge_row add constraint person_merge_row_merge_fk foreign key (county, merge_id) references person_merge (county, id);

grant select, insert, update, delete on duplicate_pair to lifang_app;
grant select, insert, update on duplicate_run, person_merge to lifang_app;
grant select, insert on person_merge_row to lifang_app;
