-- Samples are partitioned by UTC day, so that retention drops whole tables instead of deleting rows.
create schema if not exists metrics;

create table metrics.series (
    id          integer generated always as identity primary key,
    name        text collate "C" not null,
    labels      jsonb not null,
    -- The first 16 bytes of SHA-256 over the canonical labels: labels themselves may be longer than an index entry.
    labels_hash bytea not null,
    unit        text,
    created_at  timestamptz not null default now(),
    unique (name, labels_hash)
);

create index series_labels on metrics.series using gin (labels jsonb_path_ops);

create table metrics.sample (
    series integer not null,
    at     timestamptz not null,
    value  double precision not null,
    primary key (series, at)
) partition by range (at);

-- Which days have a partition. Kept as rows because the writer asks before every day it has not met, and maintenance drops by it.
create table metrics.partition (
    day        date primary key,
    table_name text not null
);

-- Raised whenever series rows are removed: writers hold series ids in memory and compare the epoch inside each of their transactions.
create table metrics.catalog (
    only_row boolean primary key default true check (only_row),
    epoch    bigint not null default 0
);
insert into metrics.catalog default values;

-- Creates the partition of one UTC day unless it exists. A separate table is attached, because "partition of" would lock out readers.
create function metrics.ensure_partition(wanted date) returns void language plpgsql as $$
declare
    child text := 'sample_' || to_char(wanted, 'YYYYMMDD');
begin
    if exists (select from metrics.partition where day = wanted) then return; end if;
    perform pg_advisory_xact_lock(hashtextextended('metrics.partition', 0));
    if exists (select from metrics.partition where day = wanted) then return; end if;
    execute format('create table metrics.%I (like metrics.sample including all)', child);
    execute format('alter table metrics.sample attach partition metrics.%I for values from (%L) to (%L)', child,
        to_char(wanted, 'YYYY-MM-DD') || ' 00:00:00+00', to_char(wanted + 1, 'YYYY-MM-DD') || ' 00:00:00+00');
    insert into metrics.partition (day, table_name) values (wanted, child);
end $$;

-- Drops the partitions of days before the given one. Fails with lock_not_available rather than queue readers behind a long query.
create function metrics.drop_partitions_before(first_kept date) returns integer language plpgsql as $$
declare
    old record;
    dropped integer := 0;
begin
    perform pg_advisory_xact_lock(hashtextextended('metrics.partition', 0));
    perform set_config('lock_timeout', '3s', true);
    for old in select day, table_name from metrics.partition where day < first_kept order by day loop
        execute format('drop table metrics.%I', old.table_name);
        delete from metrics.partition where day = old.day;
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;

-- Records one sample inside somebody else's transaction (an activity's write). Repeating it changes nothing.
create function metrics.record(series_name text, series_labels jsonb, series_hash bytea, series_unit text, sampled_at timestamptz, sampled_value double precision)
returns void language plpgsql as $$
declare
    series_id integer;
begin
    -- Keeps the series from being removed between here and the commit.
    perform pg_advisory_xact_lock_shared(hashtextextended('metrics.catalog', 0));
    select id into series_id from metrics.series where name = series_name and labels_hash = series_hash;
    if series_id is null then
        insert into metrics.series (name, labels, labels_hash, unit) values (series_name, series_labels, series_hash, series_unit)
            on conflict (name, labels_hash) do nothing;
        select id into strict series_id from metrics.series where name = series_name and labels_hash = series_hash;
    end if;
    perform metrics.ensure_partition((sampled_at at time zone 'UTC')::date);
    insert into metrics.sample (series, at, value) values (series_id, sampled_at, sampled_value) on conflict do nothing;
end $$;
