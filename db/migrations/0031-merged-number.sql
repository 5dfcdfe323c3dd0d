-- A number in a sheet may be that of a row merged since; the index of numbers holds the others.
create index person_merged_number on person (county, id_index) where merged_into is not null and id_index is not null;
