-- One row per condition (fingerprint). Whoever raises or resolves locks it first, so that a violation and its restoration that are handled at the
-- same time, in either order, end in the same state.
create table alerts.conditions (
    fingerprint text primary key,
    cleared_at  timestamptz not null
);

create table alerts.alerts (
    id              text primary key,
    fingerprint     text not null references alerts.conditions (fingerprint),
    state           text not null check (state in ('firing', 'acknowledged', 'resolved')),
    severity        text not null check (severity in ('critical', 'high', 'medium', 'low', 'info')),
    title           text not null,
    source          text not null,
    agreement_id    text,
    guarantee_id    text,
    scope           jsonb not null,
    details         jsonb not null,
    occurrences     bigint not null default 1 check (occurrences > 0),
    observed_at     timestamptz not null,
    opened_at       timestamptz not null,
    last_seen_at    timestamptz not null,
    acknowledged_at timestamptz,
    acknowledged_by text,
    comment         text,
    resolved_at     timestamptz,
    resolution      text,
    instance_id     text not null,
    check ((state = 'resolved') = (resolved_at is not null))
);
-- One condition has at most one open alert, however many hosts raise it at once.
create unique index alerts_open on alerts.alerts (fingerprint) where state <> 'resolved';
create index alerts_opened on alerts.alerts (opened_at, id);
create index alerts_agreement on alerts.alerts (agreement_id, opened_at, id) where agreement_id is not null;

create table alerts.events (
    alert_id text not null references alerts.alerts (id) on delete cascade,
    key      text not null,
    at       timestamptz not null,
    kind     text not null check (kind in ('raised', 'seen', 'acknowledged', 'resolved')),
    actor    text,
    text     text,
    primary key (alert_id, key)
);
