-- How this installation was, a row a minute (lib/health/history). `numbers` is flat: a number by name.
create table vital (
  at timestamptz(0) primary key,
  numbers jsonb not null,
  -- what came in since ever, up to that minute: by input, by outcome
  intake jsonb not null
);

-- What was given up is counted often, and rare.
create index delivery_dead on delivery (finished_at) where status = 'dead';
create index post_dead on post (finished_at) where status = 'dead';

-- Events come to streams that their transaction has opened or locked: to look for each once more is half of what it takes to note them.
-- They go with their streams, by the statement.
alter table stream_event drop constraint stream_event_stream_id_fkey;
create function forget_stream_events() returns trigger language plpgsql as $$
begin
  delete from stream_event where stream_id in (select id from gone);
  return null;
end $$;
create trigger stream_events_gone after delete on stream
  referencing old table as gone for each statement execute function forget_stream_events();

-- What goes next through an alert or a lane, in its order: thousands may be due at the same moment. What is under way is few, and looked
-- for each time.
drop index delivery_due_of_monitors;
drop index post_due;
create index delivery_next on delivery (alert_id, next_attempt_at, id)
  where status = 'queued' and monitor_id is not null;
create index delivery_next_notice on delivery (alert_id, next_attempt_at, id)
  where status = 'queued' and monitor_id is null;
create index post_next on post (lane, next_attempt_at, id) where status = 'queued';
create index delivery_under_way on delivery (alert_id) where status = 'queued' and claimed_until is not null;
create index post_under_way on post (lane) where status = 'queued' and claimed_until is not null;
