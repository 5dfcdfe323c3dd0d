-- What a deployment shows to residents without an account, and how a reporter takes their own details back.

-- What of a grid worker's public card is approved for publication. No row: the default of domains/grid/rules/card.ts.
create table grid_publication (
  county integer primary key,
  card_fields text[] not null check (card_fields <@ array['surname', 'full-name', 'office-phone', 'duties']),
  -- The deployment's own wording of the duties, one an entry; null: the platform's.
  duties text[],
  decided_at timestamptz not null
);

-- Whether cases are shown to everybody with personal details removed, and of which domains of the responsibility list.
-- No row: nothing is shown.
create table incident_publication (
  county integer primary key,
  shown boolean not null,
  domains text[] not null,
  decided_at timestamptz not null
);

-- 删除我的联系方式: the details are gone, the row says since when and by which command, so that the command may be repeated.
alter table incident_reporter add column forgotten_at timestamptz;
alter table incident_reporter add column forgotten_by uuid;

grant select, insert, update on grid_publication, incident_publication to lifang_app;
