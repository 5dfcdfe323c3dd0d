-- A grid drawn from scratch may lie where no grid was: the community of a redraw stands in the row, no longer told by its old grids.
alter table redraw drop constraint redraw_kind_check;
alter table redraw add constraint redraw_kind_check check (kind in ('split', 'merge', 'reshape', 'draw', 'restore'));
alter table redraw add column parent_id uuid;
update redraw r set parent_id = (select a.parent_id from area a where a.id = (r.plan -> 'before' -> 0 ->> 'id')::uuid);
alter table redraw alter column parent_id set not null;
