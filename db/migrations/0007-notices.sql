-- Notices: what a person is told, how they want to be told, and what was pushed where.

-- One row for a person and a happening: the unique key is what makes a replayed announcement harmless.
create table notice (
  county integer not null,
  id uuid not null,
  account_id uuid not null,
  -- What kind of news ('dispatched', 'overdue'): the key of its templates.
  event text not null,
  -- The one happening, for example 'incidents.dispatch:<step>'.
  event_key text not null,
  -- Incident it is about and its number; null: about none.
  subject_id uuid,
  number text,
  -- Values of the templates' placeholders. Never a reporter's name or phone; of a confidential incident no place but the grid.
  params jsonb not null default '{}',
  urgent boolean not null default false,
  -- When it happened.
  at timestamptz not null,
  read_at timestamptz,
  -- When a push is owed; null: none, or done.
  push_at timestamptz,
  primary key (county, id),
  constraint notice_once unique (county, account_id, event_key)
);
create index notice_newest on notice (county, account_id, at desc, id desc);
create index notice_unread on notice (county, account_id, number) where read_at is null;
create index notice_owed on notice (push_at) where push_at is not null;

-- Absent row: pushed where a device is subscribed, no quiet hours, no digest.
create table notice_preference (
  county integer not null,
  account_id uuid not null,
  push boolean not null,
  -- Office time 'HH:MM'; both or neither. From later than to runs over midnight.
  quiet_from text check (quiet_from ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  quiet_to text check (quiet_to ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  -- When news of lists is pushed, all in one; null: each at once.
  digest_at text check (digest_at ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  language text not null,
  updated_at timestamptz not null,
  primary key (county, account_id),
  constraint notice_preference_quiet check ((quiet_from is null) = (quiet_to is null))
);

-- A browser that may be pushed to (RFC 8030); it belongs to whoever subscribed it last.
create table push_subscription (
  county integer not null,
  id uuid not null,
  account_id uuid not null,
  endpoint text not null,
  p256dh text not null,
  auth text not null,
  agent text,
  created_at timestamptz not null,
  primary key (county, id),
  constraint push_subscription_endpoint unique (county, endpoint)
);
create index push_subscription_account on push_subscription (county, account_id);

-- What was pushed where: the work still to do and the log of what was done.
create table push_delivery (
  county integer not null,
  id uuid not null,
  account_id uuid not null,
  -- Kept after the subscription is gone.
  subscription_id uuid not null,
  notices uuid[] not null,
  -- What the service worker shows: title, body, url, tag.
  message jsonb not null,
  urgent boolean not null,
  status text not null check (status in ('waiting', 'sent', 'gone', 'failed')),
  attempts smallint not null default 0,
  -- When it is tried next; while somebody tries it, when another may.
  next_at timestamptz not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  -- Answer of the push service, or what went wrong.
  code smallint,
  error text,
  primary key (county, id)
);
create index push_delivery_waiting on push_delivery (next_at) where status = 'waiting';
create index push_delivery_account on push_delivery (county, account_id, created_at desc);

-- Texts by event × channel × language. A release brings versions of origin 'reference'; a deployment writes its own over
-- them, and takes them back with one whose title is null.
create table notice_template (
  event text not null,
  channel text not null check (channel in ('app', 'push')),
  language text not null,
  origin text not null check (origin in ('reference', 'override')),
  version integer not null,
  title text,
  body text,
  -- Null: the release.
  made_by uuid,
  made_at timestamptz not null,
  primary key (event, channel, language, origin, version),
  constraint notice_template_whole check ((title is null) = (body is null)),
  constraint notice_template_reference check (origin = 'override' or title is not null)
);

alter table notice add constraint notice_account_fk foreign key (account_id) references account (id);
alter table notice_preference add constraint notice_preference_account_fk foreign key (account_id) references account (id);
alter table push_subscription add constraint push_subscription_account_fk foreign key (account_id) references account (id);

grant select, insert, update, delete on notice, notice_preference, push_subscription, push_delivery to lifang_app;
grant select, insert on notice_template to lifang_app;
