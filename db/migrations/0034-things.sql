-- Enterprises and places are found by the phone of their contact.

-- Blind indexes of the number and of its shorter forms (a landline without its area code or extension); empty: no phone.
alter table enterprise add column phone_keys bytea[] not null default '{}';
alter table enterprise add column phone_tail text check (phone_tail ~ '^\d{4}$');
alter table place add column phone_keys bytea[] not null default '{}';
alter table place add column phone_tail text check (phone_tail ~ '^\d{4}$');
alter table enterprise add constraint enterprise_phone_found check (phone is not null or (phone_keys = '{}' and phone_tail is null));
alter table place add constraint place_phone_found check (phone is not null or (phone_keys = '{}' and phone_tail is null));
create index enterprise_phone on enterprise using gin (phone_keys);
create index enterprise_tail on enterprise (county, phone_tail) where phone_tail is not null;
create index place_phone on place using gin (phone_keys);
create index place_tail on place (county, phone_tail) where phone_tail is not null;

-- Photos of a facility or place. A photo taken off keeps its line; the picture itself is deleted.
create table thing_photo (
  county integer not null,
  id uuid not null,
  subject_kind text not null check (subject_kind in ('facility', 'place')),
  subject_id uuid not null,
  file_id uuid not null,
  -- As the device or the person says; null: nobody did.
  taken_at timestamptz,
  added_by uuid not null,
  added_name text not null,
  added_at timestamptz not null,
  removed_by uuid,
  removed_name text,
  -- Null: it stands.
  removed_at timestamptz,
  removed_reason text,
  primary key (county, id),
  constraint thing_photo_removed check ((removed_at is null) = (removed_by is null) and (removed_at is null) = (removed_reason is null)
    and (removed_at is null) = (removed_name is null))
);
create index thing_photo_subject on thing_photo (county, subject_id, added_at) where removed_at is null;
create unique index thing_photo_file on thing_photo (county, file_id);

grant select, insert, update on thing_photo to lifang_app;
