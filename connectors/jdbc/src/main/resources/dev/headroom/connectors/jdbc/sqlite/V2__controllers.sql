create table manual_order (
  id integer primary key autoincrement,
  workload text not null,
  kind text not null,
  replicas integer not null,
  until_millis integer not null,
  author text not null,
  why text not null
);

create index manual_order_by_end on manual_order (until_millis);

create table audit (
  id integer primary key autoincrement,
  at_millis integer not null,
  author text not null,
  workload text not null,
  what text not null
);

create table spec (
  fingerprint text primary key,
  body blob not null
) without rowid;

create table spec_epoch (
  workload text not null,
  from_millis integer not null,
  fingerprint text not null,
  primary key (workload, from_millis)
) without rowid;
