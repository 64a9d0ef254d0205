-- Events of a few kilobytes stand in their row as they are: compressing a claim took as long as writing it.
alter table events set (toast_tuple_target = 8160);
