-- An announcement that no reaction can handle is set aside for a while with its error, so that those behind it are told.
alter table outbox
  add column attempts smallint not null default 0,
  add column not_before timestamptz,
  add column error text;
