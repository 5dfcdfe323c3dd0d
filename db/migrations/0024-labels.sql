-- Labels of people (低保, 社区矫正 …): each with its ground, an approver, a first and a last day. Which label it is stands sealed.

-- Whether a kind of label may be used at all; every decision is a row, the newest holds. Special kinds without one are off.
create table label_setting (
  county integer not null,
  id uuid not null,
  kind text not null,
  enabled boolean not null,
  -- The law or the paper that allows it.
  basis text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (county, id)
);
create index label_setting_kind on label_setting (county, kind, at);

-- Named access to a special kind: this account, for these days. Nobody has it by post.
create table label_access (
  county integer not null,
  id uuid not null,
  kind text not null,
  account_id uuid not null,
  account_name text not null,
  reason text not null,
  from_on date not null,
  until_on date not null,
  granted_by uuid not null,
  granted_by_name text not null,
  granted_at timestamptz not null,
  -- Null: it holds until its last day.
  withdrawn_at timestamptz,
  withdrawn_by_name text,
  primary key (county, id),
  constraint label_access_ends check (until_on >= from_on)
);
create index label_access_account on label_access (county, account_id);

create table person_label (
  county integer not null,
  id uuid not null,
  person_id uuid not null,
  -- HMAC-SM3 of the kind: equal kinds are found without being told.
  kind_index bytea not null,
  -- Kind, ground and note.
  sealed bytea not null,
  from_on date not null,
  until_on date not null,
  proposed_by uuid not null,
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  -- Null: nobody has decided.
  approved boolean,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  -- Null: it holds until its last day.
  ended_at timestamptz,
  ended_by_name text,
  -- Sealed: why it was refused, or ended.
  why bytea,
  version integer not null default 1,
  primary key (county, id),
  constraint person_label_ends check (until_on >= from_on),
  constraint person_label_decided check ((approved is null) = (decided_at is null)),
  constraint person_label_two check (decided_by is null or decided_by <> proposed_by)
);
-- One of a kind at a time: proposed or in force.
create unique index person_label_one on person_label (county, person_id, kind_index) where ended_at is null and approved is distinct from false;
create index person_label_person on person_label (county, person_id);
create index person_label_waiting on person_label (county, proposed_at) where approved is null and ended_at is null;

alter table person_label add constraint person_label_person_fk foreign key (county, person_id) references person (county, id);

grant select, insert on label_setting to lifang_app;
grant select, insert, update on label_access, person_label to lifang_app;
