-- What runs are, what waits, what was accepted, and what happened.

create table hosts (
    name        text primary key,
    started_at  timestamptz not null,
    beat_at     timestamptz not null,
    lease_until timestamptz not null
);

create function host_is_alive(host text) returns boolean language sql stable as
$$ select exists (select 1 from workflows.hosts where name = host and lease_until > clock_timestamp()) $$;

create table definitions (
    id            text primary key,
    definition_id text not null,
    name          text not null,
    version       int not null,
    is_latest     boolean not null,
    is_published  boolean not null,
    created_at    timestamptz not null,
    author        text not null,
    digest        text not null,
    json          text not null,
    unique (definition_id, version)
);
create unique index definitions_latest on definitions (definition_id) where is_latest;
create unique index definitions_published on definitions (definition_id) where is_published;

create table triggers (
    definition_id         text not null,
    definition_version_id text not null,
    activity_id           text not null,
    name                  text not null,
    hash                  text not null,
    payload               text not null,
    options               text
);
create index triggers_definition on triggers (definition_id);

create table instances (
    id                    text primary key,
    definition_id         text not null,
    definition_version_id text not null,
    version               int not null,
    revision              bigint not null,
    commit_id             uuid not null,
    owner                 text,
    status                smallint not null,
    sub_status            smallint not null,
    name                  text,
    correlation_id        text,
    parent_id             text,
    incident_count        int not null,
    created_at            timestamptz not null,
    updated_at            timestamptz not null,
    finished_at           timestamptz,
    cause                 bigint not null,
    depth                 int not null,
    state_version         int not null,
    state                 bytea not null
) with (fillfactor = 80);
create index instances_owner on instances (owner) where owner is not null;
create index instances_definition on instances (definition_id, created_at);
create index instances_created on instances (created_at);

create table bookmarks (
    id                   text primary key,
    instance_id          text not null,
    name                 text not null,
    hash                 text not null,
    payload              text not null,
    activity_node_id     text not null,
    activity_instance_id text not null,
    correlation_id       text,
    created_at           timestamptz not null
);
create index bookmarks_hash on bookmarks using hash (hash);
create index bookmarks_instance on bookmarks (instance_id);

-- kind: 0 trigger of a published definition, 1 bookmark of a run
create table timers (
    id            text primary key,
    kind          smallint not null,
    due           timestamptz not null,
    definition_id text,
    activity_id   text,
    schedule      text,
    schedule_kind smallint,
    time_zone     text,
    misfire       smallint,
    instance_id   text,
    bookmark_id   text
);
create index timers_due on timers (due);
create index timers_definition on timers (definition_id) where kind = 0;
create index timers_instance on timers (instance_id) where kind = 1;

-- A consumed item stays for a while without its payload: its id is what makes a repetition recognisable.
create table inbox (
    id                    text primary key,
    seq                   bigint generated always as identity,
    kind                  smallint not null,
    instance_id           text,
    definition_id         text,
    definition_version_id text,
    trigger_activity_id   text,
    bookmark_id           text,
    stimulus_hash         text,
    correlation_id        text,
    parent_instance_id    text,
    payload               bytea,
    cause                 bigint not null,
    depth                 int not null,
    not_before            timestamptz not null,
    enqueued_at           timestamptz not null,
    claimed_by            text,
    consumed_at           timestamptz,
    parked_reason         text
) with (fillfactor = 80);
create index inbox_ready on inbox (seq)
    where claimed_by is null and consumed_at is null and parked_reason is null and instance_id is not null;
create index inbox_open on inbox (instance_id) where consumed_at is null;
create index inbox_claimed on inbox (claimed_by) where claimed_by is not null and consumed_at is null;
create index inbox_early on inbox (stimulus_hash) where instance_id is null and consumed_at is null;
create index inbox_bookmark on inbox (bookmark_id) where bookmark_id is not null and consumed_at is null;
create index inbox_consumed on inbox (consumed_at) where consumed_at is not null;

-- Joins stimuli that came early to bookmarks: the oldest waiting stimulus of a hash gets the oldest bookmark that has none yet.
create function match_stimuli(hashes text[]) returns int language plpgsql as $$
declare
    waiting record;
    target  record;
    joined  int := 0;
begin
    for waiting in
        select id, stimulus_hash, correlation_id from workflows.inbox
        where instance_id is null and consumed_at is null and parked_reason is null and stimulus_hash = any(hashes)
        order by seq for update skip locked
    loop
        select b.id, b.instance_id into target from workflows.bookmarks b
        where b.hash = waiting.stimulus_hash
          and (waiting.correlation_id is null or b.correlation_id is null or b.correlation_id = waiting.correlation_id)
          and not exists (select 1 from workflows.inbox o where o.bookmark_id = b.id and o.consumed_at is null)
        order by b.created_at, b.id limit 1;
        if found then
            update workflows.inbox set instance_id = target.instance_id, bookmark_id = target.id where id = waiting.id;
            joined := joined + 1;
        end if;
    end loop;
    return joined;
end $$;

create table journal (
    instance_id    text not null,
    first_sequence bigint not null,
    count          int not null,
    records        bytea not null,
    primary key (instance_id, first_sequence)
);

create table replies (
    instance_id  text primary key,
    status_code  int not null,
    content_type text,
    headers      text not null,
    body         bytea not null,
    created_at   timestamptz not null
);

create table feed_head (
    only_row boolean primary key default true check (only_row),
    last     bigint not null
);
insert into feed_head (last) values (0);

create table facts (
    position       bigint not null primary key,
    type           text not null,
    key            text not null,
    body           bytea not null,
    correlation_id text,
    cause          bigint not null,
    depth          int not null,
    instance_id    text,
    at             timestamptz not null
) partition by range (position);

-- Makes the partitions that the next positions need, and returns the first position that has none.
create function make_fact_partitions(size bigint, ahead int) returns bigint language plpgsql as $$
declare
    next_from bigint;
    head      bigint;
begin
    perform pg_advisory_xact_lock(6075990327);
    select last into head from workflows.feed_head;
    select coalesce(max(upper_bound), 0) into next_from from workflows.fact_partitions;
    while next_from < head + size * ahead loop
        execute format('create table workflows.facts_%s partition of workflows.facts for values from (%s) to (%s)',
            next_from, next_from, next_from + size);
        insert into workflows.fact_partitions (lower_bound, upper_bound) values (next_from, next_from + size);
        next_from := next_from + size;
    end loop;
    return next_from;
end $$;

create table fact_partitions (
    lower_bound bigint primary key,
    upper_bound bigint not null
);
select make_fact_partitions(1000000, 2);

create table cursors (
    name     text primary key,
    position bigint not null,
    host     text
);

create table parked_facts (
    follower  text not null,
    position  bigint not null,
    type      text not null,
    reason    text not null,
    parked_at timestamptz not null,
    primary key (follower, position)
);

-- state: 0 pending, 1 sending, 2 succeeded, 3 dead
create table deliveries (
    key          text primary key,
    receiver     text,
    url          text not null,
    method       text not null,
    headers      text not null,
    body         bytea not null,
    content_type text,
    secret_name  text,
    max_attempts int not null,
    stimulus     text,
    cause        bigint not null,
    depth        int not null,
    state        smallint not null,
    attempts     int not null,
    next_at      timestamptz not null,
    claimed_by   text,
    last_status  int,
    last_error   text,
    created_at   timestamptz not null,
    finished_at  timestamptz
);
create index deliveries_due on deliveries (next_at) where state = 0;
create index deliveries_sending on deliveries (claimed_by) where state = 1;

create table delivery_attempts (
    key         text not null,
    attempt     int not null,
    at          timestamptz not null,
    duration_ms int not null,
    status_code int,
    error       text,
    primary key (key, attempt)
);

-- LZ4 costs a fraction of the default compression; a server built without it keeps the default.
do $$
begin
    alter table instances alter column state set compression lz4;
    alter table journal alter column records set compression lz4;
exception when feature_not_supported then
    null;
end $$;

-- Drops partitions that every cursor has passed and whose newest fact is old enough; returns how many.
create function drop_fact_partitions(below bigint, older_than timestamptz) returns int language plpgsql as $$
declare
    part    record;
    newest  timestamptz;
    dropped int := 0;
begin
    perform pg_advisory_xact_lock(6075990327);
    for part in
        select lower_bound, upper_bound from workflows.fact_partitions p
        where upper_bound <= below and upper_bound <= (select last from workflows.feed_head)
          and not exists (select 1 from workflows.cursors where position < p.upper_bound - 1)
          and to_regclass(format('workflows.facts_%s', lower_bound)) is not null
        order by lower_bound
    loop
        execute format('select max(at) from workflows.facts_%s', part.lower_bound) into newest;
        exit when newest >= older_than;
        execute format('drop table workflows.facts_%s', part.lower_bound);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;
