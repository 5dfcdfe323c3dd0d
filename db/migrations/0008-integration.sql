-- Integration: endpoints outside that are told of what happens (webhooks), and what was delivered to them.

create table webhook_endpoint (
  county integer not null,
  id uuid not null,
  name text not null,
  url text not null,
  -- Sealed (platform/crypto); shown once when made.
  secret bytea not null,
  topics text[] not null,
  status text not null check (status in ('active', 'paused', 'disabled')),
  -- First failure since the last success; null: none.
  failing_since timestamptz,
  request_hash bytea not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (county, id)
);

-- One row for an event and an endpoint, and one more for every replay.
create table webhook_delivery (
  county integer not null,
  id uuid not null,
  -- Order of happening; deliveries about one subject go out in it.
  seq bigint generated always as identity,
  endpoint_id uuid not null,
  -- The same in every delivery of one event, so that a receiver can tell a repetition.
  event_id uuid not null,
  topic text not null,
  -- Null: about nothing that needs an order.
  subject_id uuid,
  -- The exact bytes that are signed.
  body text not null,
  status text not null check (status in ('waiting', 'delivered', 'parked')),
  attempts smallint not null default 0,
  -- When it is tried next; while somebody tries it, when another may.
  next_at timestamptz not null,
  -- Delivery this one repeats.
  replay_of uuid,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (county, id)
);
create unique index webhook_delivery_once on webhook_delivery (county, endpoint_id, event_id) where replay_of is null;
create index webhook_delivery_waiting on webhook_delivery (next_at) where status = 'waiting';
create index webhook_delivery_order on webhook_delivery (county, endpoint_id, subject_id, seq) where status = 'waiting';
create index webhook_delivery_log on webhook_delivery (county, endpoint_id, seq desc);

-- What each try came to.
create table webhook_attempt (
  county integer not null,
  id uuid not null,
  delivery_id uuid not null,
  at timestamptz not null,
  millis integer not null,
  -- HTTP status; null: no answer.
  code smallint,
  -- Our word for what went wrong; null: nothing.
  error text,
  -- First bytes of the answer.
  answer text not null default '',
  primary key (county, id)
);
create index webhook_attempt_delivery on webhook_attempt (county, delivery_id, at);

alter table webhook_delivery add constraint webhook_delivery_endpoint_fk
  foreign key (county, endpoint_id) references webhook_endpoint (county, id);
alter table webhook_attempt add constraint webhook_attempt_delivery_fk
  foreign key (county, delivery_id) references webhook_delivery (county, id);

grant select, insert, update, delete on webhook_endpoint, webhook_delivery, webhook_attempt to lifang_app;
