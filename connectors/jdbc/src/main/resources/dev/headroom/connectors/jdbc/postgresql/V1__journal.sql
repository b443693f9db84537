create table state (
  workload text primary key,
  version bigint not null,
  body bytea not null
);

create table decision (
  workload text not null,
  at_millis bigint not null,
  current bigint not null,
  desired bigint not null,
  fingerprint text not null,
  before bytea,
  body bytea not null,
  primary key (workload, at_millis)
);

create index decision_by_time on decision (at_millis);

create table lease (
  name text primary key,
  holder text not null,
  token bigint not null,
  until_millis bigint not null
);

create table document (
  kind text not null,
  name text not null,
  body text not null,
  primary key (kind, name)
);
