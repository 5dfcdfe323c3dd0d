-- A record of another register whose address led to no grid is given its place by a person: a grid, or a home in it.

alter table comparison_record add column home_id uuid;
alter table comparison_record add constraint comparison_record_home foreign key (county, home_id) references home (county, id);
