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
