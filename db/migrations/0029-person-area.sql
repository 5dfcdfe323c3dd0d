-- People of a place are counted by their state without reading their rows: the same index, one column longer.
drop index person_area;
create index person_area on person (county, area_path, status);
