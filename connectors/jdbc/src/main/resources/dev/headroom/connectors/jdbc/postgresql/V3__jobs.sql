create table gateway_job (
  number bigint generated always as identity primary key,
  id text not null unique,
  route text not null,
  scope text not null,
  idempotency_key text not null,
  fingerprint text not null,
  method text not null,
  target text not null,
  headers text not null,
  body bytea not null,
  submitted_millis bigint not null,
  expires_millis bigint not null,
  state text not null,
  attempts integer not null,
  next_millis bigint not null,
  owner text,
  why text,
  answer_status integer,
  answer_headers text,
  answer_body bytea,
  over_millis bigint
);

create unique index gateway_job_by_key on gateway_job (route, scope, idempotency_key);
create index gateway_job_by_turn on gateway_job (route, next_millis, number) where over_millis is null;
create index gateway_job_by_end on gateway_job (over_millis) where over_millis is not null;
