create table state (
  workload text primary key,
  version integer not null,
  body blob not null
) without rowid;

create table decision (
  workload text not null,
  at_millis integer not null,
  current integer not null,
  desired integer not null,
  fingerprint text not null,
  before blob,
  body blob not null,
  primary key (workload, at_millis)
) without rowid;

create index decision_by_time on decision (at_millis);

create table lease (
  name text primary key,
  holder text not null,
  token integer not null,
  until_millis integer not null
) without rowid;

create table document (
  kind text not null,
  name text not null,
  body text not null,
  primary key (kind, name)
) without rowid;
