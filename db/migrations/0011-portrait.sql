-- One portrait photo of a grid worker: shown to nobody outside before somebody else approved it, and gone when it is taken back.
create table worker_portrait (
  county integer not null,
  -- Id of the command that gave it.
  id uuid not null,
  account_id uuid not null,
  -- Of a portrait that ended the file is gone; the id stays, so that the command may be repeated.
  file_id uuid not null,
  given_by uuid not null,
  given_at timestamptz not null,
  -- Null: nobody approved it.
  approved_by uuid,
  approved_at timestamptz,
  -- Id of the command that approved it.
  approval_id uuid,
  -- Taken back, or another took its place; null: it is the one that counts.
  ended_at timestamptz,
  ended_by uuid,
  -- Id of the command that took it back; null: another took its place.
  end_id uuid,
  primary key (county, id),
  constraint worker_portrait_not_ones_own check (approved_by <> account_id),
  constraint worker_portrait_approved check ((approved_by is null) = (approved_at is null) and (approved_by is null) = (approval_id is null))
);
create unique index worker_portrait_one on worker_portrait (county, account_id) where ended_at is null;
grant select, insert, update on worker_portrait to lifang_app;

-- One more field of the public card, off until a deployment decides.
alter table grid_publication drop constraint grid_publication_card_fields_check;
alter table grid_publication add constraint grid_publication_card_fields_check
  check (card_fields <@ array['surname', 'full-name', 'office-phone', 'duties', 'photo']);
