-- The clocks of an incident move into its own row. An act reads and writes nearly all of them together, so that they cost
-- it three statements' parts and as many foreign key checks where one column does; they are never looked for alone but by
-- timers and analysis, which read the view below. What a clock consists of does not change: limit, calendar, rule, and the
-- list of what happened to it, which only grows.
alter table incident add column clocks jsonb not null default '[]';

update incident i set clocks = c.runs
from (
  select c.county, c.incident_id, jsonb_agg(
    jsonb_strip_nulls(jsonb_build_object(
      'stage', c.stage,
      'run', case when c.run <> 1 then c.run end,
      'limit', jsonb_build_array(c.limit_amount, c.limit_unit),
      'by', jsonb_build_array(c.calendar_id, c.rule),
      'unit', c.unit_id,
      'from', (extract(epoch from c.started_at) * 1000)::bigint,
      'due', (extract(epoch from c.due_at) * 1000)::bigint,
      'yellow', (extract(epoch from c.yellow_at) * 1000)::bigint,
      'first', case when c.original_due_at is distinct from c.due_at then (extract(epoch from c.original_due_at) * 1000)::bigint end,
      'paused', (extract(epoch from c.paused_since) * 1000)::bigint,
      'stop', (extract(epoch from c.stopped_at) * 1000)::bigint,
      'extended', case when c.extended_by <> 0 then c.extended_by end,
      'onTime', c.on_time,
      'provisional', case when c.provisional then true end,
      'events', (
        select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', e.kind, 'at', (extract(epoch from e.at) * 1000)::bigint,
            'amount', e.amount, 'note', e.note, 'step', e.step_id)) order by e.seq)
        from incident_clock_event e
        where e.county = c.county and e.incident_id = c.incident_id and e.stage = c.stage and e.run = c.run)
    )) order by c.started_at, c.run) as runs
  from incident_clock c group by c.county, c.incident_id
) c
where i.county = c.county and i.id = c.incident_id;

drop table incident_clock_event;
drop table incident_clock;

-- One row a run, as the table was: for timers, analysis and whoever reads by hand.
create view incident_clock as
select i.county, i.id as incident_id,
  c ->> 'stage' as stage,
  coalesce((c ->> 'run')::smallint, 1::smallint) as run,
  (c -> 'limit' ->> 0)::double precision as limit_amount,
  c -> 'limit' ->> 1 as limit_unit,
  c -> 'by' ->> 0 as calendar_id,
  c -> 'by' ->> 1 as rule,
  (c ->> 'unit')::uuid as unit_id,
  to_timestamp((c ->> 'from')::double precision / 1000) as started_at,
  to_timestamp((c ->> 'due')::double precision / 1000) as due_at,
  to_timestamp((c ->> 'yellow')::double precision / 1000) as yellow_at,
  to_timestamp(coalesce(c ->> 'first', c ->> 'due')::double precision / 1000) as original_due_at,
  to_timestamp((c ->> 'paused')::double precision / 1000) as paused_since,
  to_timestamp((c ->> 'stop')::double precision / 1000) as stopped_at,
  coalesce((c ->> 'extended')::double precision, 0) as extended_by,
  (c ->> 'onTime')::boolean as on_time,
  coalesce((c ->> 'provisional')::boolean, false) as provisional
from incident i cross join lateral jsonb_array_elements(i.clocks) c;
grant select on incident_clock to lifang_app;

-- The explicit recount of provisional deadlines walks these.
create index incident_provisional on incident (county, id) where provisional;

-- A task is always looked for under its incident: one index serves as key and for the look-up.
alter table incident_task drop constraint incident_task_pkey;
drop index incident_task_incident;
alter table incident_task add primary key (county, incident_id, id);

-- Handing up and down the ladder (domain 3.4). Path of the area whose desk has the incident now; null: the desks that hold
-- its place, as at the report.
alter table incident add column desk_path text collate "C";
