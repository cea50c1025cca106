-- Records one sample inside somebody else's transaction (an activity's write). Repeating it changes nothing; another value for the same series and time is refused aloud.
create or replace function metrics.record(series_name text, series_labels jsonb, series_hash bytea, series_unit text, sampled_at timestamptz, sampled_value double precision)
returns void language plpgsql as $$
declare
    series_id integer;
    kept double precision;
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
    if not found then
        select value into strict kept from metrics.sample where series = series_id and at = sampled_at;
        if kept is distinct from sampled_value then
            raise exception 'The series % has another value (%) at %; the first one stays.', series_name, kept, sampled_at using errcode = 'unique_violation';
        end if;
    end if;
end $$;
