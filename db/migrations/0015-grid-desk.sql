-- The desk of grids: borders moved between neighbours, publication at an instant to come, and rolling back within seven days.
alter table redraw drop constraint redraw_kind_check;
alter table redraw drop constraint redraw_status_check;
alter table redraw add constraint redraw_kind_check check (kind in ('split', 'merge', 'reshape', 'restore'));
-- 'scheduled': takes effect at effective_at, when it is computed again from what stands then.
alter table redraw add constraint redraw_status_check check (status in ('draft', 'scheduled', 'published', 'withdrawn'));
-- The redraw that this one rolls back; one redraw is rolled back once.
alter table redraw add column undoes uuid;
-- Posts that ended with it and went on nowhere, for the roll back: [{account, post, area, to}].
alter table redraw add column laid_down jsonb;
-- Code of the problem that kept a scheduled one from taking effect; it is a draft again then.
alter table redraw add column failure text;
create unique index redraw_undoes on redraw (undoes) where undoes is not null;
create index redraw_due on redraw (county, effective_at) where status = 'scheduled';
