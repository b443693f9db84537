create table rollout (
  id integer primary key check (id = 1),
  version bigint not null,
  stage text not null,
  begun_millis bigint not null,
  since_millis bigint not null,
  author text not null,
  former blob not null,
  next blob not null,
  first text not null,
  why text not null
);
