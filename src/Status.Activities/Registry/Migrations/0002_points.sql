-- One row for each guarantee, scope and window end; a later evaluation of the same window replaces it.
create table registry.points (
    agreement_id      text not null,
    guarantee_id      text not null,
    scope_key         text not null,
    window_to         timestamptz not null,
    window_from       timestamptz not null,
    id                uuid not null,
    agreement_version int not null,
    scope             json not null,
    evaluated_until   timestamptz not null,
    verdict           text not null check (verdict in ('fulfilled', 'violated', 'not-determined')),
    value             numeric,
    objective         text not null,
    metrics           jsonb not null,
    reason            text not null,
    computation_group text,
    primary key (agreement_id, guarantee_id, scope_key, window_to)
);
create unique index points_id on registry.points (id);
create index points_time on registry.points (window_to desc, id);
create index points_group on registry.points (computation_group) where computation_group is not null;

-- What holds now. standing is the last determined verdict: not-determined never changes it, so it neither breaks nor restores a promise.
create table registry.guarantee_states (
    agreement_id      text not null,
    guarantee_id      text not null,
    scope_key         text not null,
    scope             json not null,
    agreement_version int not null,
    verdict           text not null check (verdict in ('fulfilled', 'violated', 'not-determined')),
    standing          text not null check (standing in ('none', 'fulfilled', 'violated')),
    since             timestamptz,
    value             numeric,
    objective         text not null,
    metrics           jsonb not null,
    reason            text not null,
    window_from       timestamptz,
    window_to         timestamptz,
    evaluated_until   timestamptz not null,
    computation_group text,
    primary key (agreement_id, guarantee_id, scope_key)
);

create table registry.evaluations (
    id                text primary key,
    agreement_id      text not null,
    agreement_version int not null,
    evaluated_at      timestamptz not null,
    computation_group text,
    instance_id       text,
    fulfilled         int not null,
    violated          int not null,
    not_determined    int not null
);
create index evaluations_agreement on registry.evaluations (agreement_id, evaluated_at desc);
create index evaluations_group on registry.evaluations (computation_group) where computation_group is not null;
