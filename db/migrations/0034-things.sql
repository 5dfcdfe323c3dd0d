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
