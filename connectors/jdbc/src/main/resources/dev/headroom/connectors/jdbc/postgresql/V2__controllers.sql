create table manual_order (
  id bigint generated always as identity primary key,
  workload text not null,
  kind text not null,
  replicas bigint not null,
  until_millis bigint not null,
  author text not null,
  why text not null
);

create index manual_order_by_end on manual_order (until_millis);

create table audit (
  id bigint generated always as identity primary key,
  at_millis bigint not null,
  author text not null,
  workload text not null,
  what text not null
);

create table spec (
  fingerprint text primary key,
  body bytea not null
);

create table spec_epoch (
  workload text not null,
  from_millis bigint not null,
  fingerprint text not null,
  primary key (workload, from_millis)
);
