-- Each row of the store says whose it is, and each of its keys has that: what is done for one project concerns its rows alone,
-- wherever they are (docs/scaling.md). It stands last in the keys, by the numbers before it rows are found as they were.
-- That all rows are of the default project, 1, is noted without writing them; then those of others are written.

drop index stream_open;
create unique index stream_open on stream (version_id, key, project_id) where open;

-- What has its number from one sequence. Going with a key, the references to it are made again below.
alter table signature drop constraint signature_pkey cascade, add primary key (id, project_id);
alter table error_event drop constraint error_event_pkey cascade, add primary key (id, project_id);
alter table error_host drop constraint error_host_pkey cascade, add primary key (id, project_id);
alter table reclassification drop constraint reclassification_pkey cascade, add primary key (id, project_id);
alter table metric drop constraint metric_pkey cascade, add primary key (id, project_id);
alter table event_type drop constraint event_type_pkey cascade, add primary key (id, project_id);
alter table event_host drop constraint event_host_pkey cascade, add primary key (id, project_id);
alter table stream drop constraint stream_pkey cascade, add primary key (id, project_id);
alter table signature add foreign key (merged_into, project_id) references signature;
alter table error_event add foreign key (signature_id, project_id) references signature on delete cascade;
alter table reclassification
  add foreign key (signature_id, project_id) references signature on delete cascade,
  add foreign key (undoes, project_id) references reclassification on delete cascade;

alter table error_second add column project_id integer not null default 1;
update error_second t set project_id = p.project_id from signature p where p.id = t.signature_id and p.project_id <> 1;
alter table error_second
  alter project_id drop default,
  drop constraint error_second_pkey,
  add primary key (signature_id, at, project_id),
  add foreign key (signature_id, project_id) references signature on delete cascade;

alter table error_minute add column project_id integer not null default 1;
update error_minute t set project_id = p.project_id from signature p where p.id = t.signature_id and p.project_id <> 1;
alter table error_minute
  alter project_id drop default,
  drop constraint error_minute_pkey,
  add primary key (signature_id, at, host_id, level, project_id),
  add foreign key (signature_id, project_id) references signature on delete cascade;

alter table error_hour add column project_id integer not null default 1;
update error_hour t set project_id = p.project_id from signature p where p.id = t.signature_id and p.project_id <> 1;
alter table error_hour
  alter project_id drop default,
  drop constraint error_hour_pkey,
  add primary key (signature_id, at, host_id, level, project_id),
  add foreign key (signature_id, project_id) references signature on delete cascade;

alter table error_facet add column project_id integer not null default 1;
update error_facet t set project_id = p.project_id from signature p where p.id = t.signature_id and p.project_id <> 1;
alter table error_facet
  alter project_id drop default,
  drop constraint error_facet_pkey,
  add primary key (signature_id, facet, value, project_id),
  add foreign key (signature_id, project_id) references signature on delete cascade;

alter table reclassification_move add column project_id integer not null default 1;
update reclassification_move t set project_id = p.project_id from reclassification p where p.id = t.reclassification_id and p.project_id <> 1;
alter table reclassification_move
  alter project_id drop default,
  drop constraint reclassification_move_pkey,
  add primary key (reclassification_id, event_id, project_id),
  add foreign key (reclassification_id, project_id) references reclassification on delete cascade,
  add foreign key (event_id, project_id) references error_event on delete cascade;

alter table metric_series add column project_id integer not null default 1;
update metric_series t set project_id = p.project_id from metric p where p.id = t.metric_id and p.project_id <> 1;
alter table metric_series
  alter project_id drop default,
  drop constraint metric_series_pkey cascade,
  add primary key (id, project_id),
  drop constraint metric_series_metric_id_filters_filter_values_key,
  add unique (metric_id, filters, filter_values, project_id),
  add foreign key (metric_id, project_id) references metric on delete cascade;

alter table metric_minute add column project_id integer not null default 1;
update metric_minute t set project_id = p.project_id from metric_series p where p.id = t.series_id and p.project_id <> 1;
alter table metric_minute
  alter project_id drop default,
  drop constraint metric_minute_pkey,
  add primary key (series_id, bucket, project_id),
  add foreign key (series_id, project_id) references metric_series on delete cascade;

alter table metric_hour add column project_id integer not null default 1;
update metric_hour t set project_id = p.project_id from metric_series p where p.id = t.series_id and p.project_id <> 1;
alter table metric_hour
  alter project_id drop default,
  drop constraint metric_hour_pkey,
  add primary key (series_id, bucket, project_id),
  add foreign key (series_id, project_id) references metric_series on delete cascade;

alter table metric_day add column project_id integer not null default 1;
update metric_day t set project_id = p.project_id from metric_series p where p.id = t.series_id and p.project_id <> 1;
alter table metric_day
  alter project_id drop default,
  drop constraint metric_day_pkey,
  add primary key (series_id, bucket, project_id),
  add foreign key (series_id, project_id) references metric_series on delete cascade;

alter table metric_month add column project_id integer not null default 1;
update metric_month t set project_id = p.project_id from metric_series p where p.id = t.series_id and p.project_id <> 1;
alter table metric_month
  alter project_id drop default,
  drop constraint metric_month_pkey,
  add primary key (series_id, bucket, project_id),
  add foreign key (series_id, project_id) references metric_series on delete cascade;

alter table stream_log add column project_id integer not null default 1;
update stream_log t set project_id = p.project_id from stream p where p.id = t.stream_id and p.project_id <> 1;
alter table stream_log
  alter project_id drop default,
  drop constraint stream_log_pkey,
  add primary key (id, project_id),
  add foreign key (stream_id, project_id) references stream on delete cascade;

-- Without a reference, as before (0008).
alter table stream_event add column project_id integer not null default 1;
update stream_event t set project_id = p.project_id from stream p where p.id = t.stream_id and p.project_id <> 1;
alter table stream_event
  alter project_id drop default,
  drop constraint stream_event_pkey,
  add primary key (stream_id, at, uid, project_id);
