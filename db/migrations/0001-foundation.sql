-- Foundation: audit, accounts, files, announcements, numbers.
-- Living tables carry `county` (six-digit division code) and key (county, id); see db/placement.ts.

-- ── audit ───────────────────────────────────────────────────────────────────────────────────────────────
create table audit_entry (
  -- Order of writing. Gaps are normal (a rolled-back transaction keeps its number).
  seq bigint generated always as identity,
  county integer not null,
  -- The app may not set this column (no grant), so an entry cannot be back-dated by the app.
  at timestamptz not null default clock_timestamp(),
  -- Null: nobody was signed in (a failed sign-in, a resident without an account).
  actor_id uuid,
  actor_name text not null,
  -- What was done, as domain.act: 'incidents.dispatch', 'identity.sign-in-failed'.
  act text not null,
  subject_kind text not null,
  subject_id text not null,
  -- Why it was allowed or asked: the reason typed, the post used.
  ground text,
  details jsonb not null default '{}',
  primary key (county, seq)
);
create index audit_entry_subject on audit_entry (county, subject_kind, subject_id, seq);
create index audit_entry_seq on audit_entry (seq);

create table audit_seal (
  seq bigint primary key,
  sealed_at timestamptz not null default clock_timestamp(),
  -- Entries with from_seq < seq <= to_seq that exist.
  from_seq bigint not null,
  to_seq bigint not null,
  -- Sealed entries in order, and the SM3 of each (32 bytes apiece): so a verifier can name the row that changed.
  entries bigint[] not null,
  leaves bytea not null,
  previous_root bytea not null,
  -- SM3(previous_root || seq || from || to || leaves)
  root bytea not null,
  constraint audit_seal_order check (from_seq <= to_seq),
  constraint audit_seal_leaves check (octet_length(leaves) = 32 * cardinality(entries))
);

-- ── identity ────────────────────────────────────────────────────────────────────────────────────────────
create table account (
  id uuid primary key,
  county integer not null,
  username text not null,
  name text not null,
  kind text not null check (kind in ('person', 'machine')),
  -- argon2id, PHC string; null for machines, which have tokens only.
  password_hash text,
  -- Null: not an administrator. The three exclude each other and any working post.
  admin text check (admin in ('system-admin', 'security-admin', 'audit-admin')),
  phone text,
  must_change_password boolean not null default true,
  -- Sealed (platform/crypto) secret of the second factor; null: not enrolled.
  totp_secret bytea,
  totp_confirmed boolean not null default false,
  -- Last accepted time step, so that one code opens once.
  totp_last_step bigint not null default 0,
  failed_attempts integer not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  -- Raised by anything that must end cached sessions: password, posts, disabling.
  version integer not null default 1,
  created_at timestamptz not null default now(),
  check ((kind = 'person') = (password_hash is not null)),
  check (admin is null or kind = 'person')
);
create unique index account_username on account (lower(username));

create table session (
  -- SHA-256 of the cookie's secret.
  token_hash bytea primary key,
  account_id uuid not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  second_factor boolean not null default false,
  address text,
  agent text
);
create index session_account on session (account_id);
alter table session add constraint session_account_fk foreign key (account_id) references account (id);

create table access_token (
  id uuid primary key,
  token_hash bytea not null unique,
  account_id uuid not null,
  label text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
alter table access_token add constraint access_token_account_fk foreign key (account_id) references account (id);

-- ── files ───────────────────────────────────────────────────────────────────────────────────────────────
create table stored_file (
  county integer not null,
  id uuid not null,
  -- SHA-256 of the kept bytes; equal pictures are kept once on disk.
  sha256 bytea not null,
  media_type text not null,
  bytes integer not null check (bytes > 0),
  width integer not null,
  height integer not null,
  -- 64-bit difference hash, to notice a picture used twice.
  look bigint not null,
  uploaded_by uuid,
  uploaded_at timestamptz not null default now(),
  -- The record through whose scope the file is read; null until a command claims it.
  claimed_kind text,
  claimed_id uuid,
  -- SM3 of the secret that lets an uploader without an account claim it.
  claim_hash bytea,
  primary key (county, id)
);
create index stored_file_claimed on stored_file (county, claimed_kind, claimed_id);
create index stored_file_sha256 on stored_file (sha256);
create index stored_file_unclaimed on stored_file (uploaded_at) where claimed_id is null;

-- ── announcements and numbers ───────────────────────────────────────────────────────────────────────────
create table outbox (
  county integer not null,
  id bigint generated always as identity,
  topic text not null,
  subject_id uuid,
  payload jsonb not null,
  at timestamptz not null default now(),
  primary key (county, id)
);

-- Blocks of sequence numbers already handed to a process; a process takes the next block when its own runs out.
create table number_block (
  county integer not null,
  day date not null,
  next integer not null,
  primary key (county, day)
);

-- ── grants ──────────────────────────────────────────────────────────────────────────────────────────────
grant select on audit_entry, audit_seal to lifang_auditor;
grant select on audit_entry, audit_seal to lifang_app;
grant insert (county, actor_id, actor_name, act, subject_kind, subject_id, ground, details) on audit_entry to lifang_app;
grant insert on audit_seal to lifang_app;
grant select on schema_migration to lifang_app;
grant select, insert, update, delete on account, session, access_token, stored_file, outbox, number_block to lifang_app;
