-- What analysis reads of incidents: no description, address, position, reporter or account; the class of a confidential
-- matter is left out, because a wall hangs where everybody passes.
create view incident_outline as
select i.county, i.id, i.number, i.status, i.source, i.area_id, i.area_path, i.lead_unit_id,
  case when i.confidential then null else i.class_name end as class_name,
  i.on_hold, i.reported_at, i.filed_at, i.closed_at, i.stage, i.stage_due_at, i.stage_yellow_at, i.total_due_at,
  i.total_yellow_at, i.on_time
from incident i;
grant select on incident_outline to lifang_app;

-- What was done and when, without who and without words.
create view incident_act_outline as
select s.county, s.incident_id, s.id, s.act, s.to_status, s.at from incident_step s;
grant select on incident_act_outline to lifang_app;

-- Closings of the last days, whenever the case began.
create index incident_by_closing on incident (county, closed_at) where closed_at is not null;
-- History grows at its end only, so that block ranges find the last hours at next to no cost for whoever writes.
create index incident_step_at on incident_step using brin (at) with (autosummarize = on);
