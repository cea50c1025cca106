-- Starts that found as many runs of their definition under way as it allows: "held" until they are called, in the order in which they were accepted.
-- "limited_by" names the definition, "limited_to" the number it allows; other items of such a run are held with its start.
alter table inbox add column held boolean not null default false, add column limited_by text, add column limited_to int;
drop index inbox_ready;
create index inbox_ready on inbox (seq)
    where claimed_by is null and consumed_at is null and parked_reason is null and instance_id is not null and not held;
create index inbox_limited on inbox (limited_by, seq) where limited_by is not null and consumed_at is null;

-- Starts of a definition that go before one of the given place in the inbox (without a place: before a start that never was there). Stops counting at "most".
create function starts_before(definition text, place bigint, at timestamptz, most int) returns int language sql stable as $$
    select count(*)::int from (
        select 1 from workflows.inbox i
        where i.claimed_by is not null and i.consumed_at is null and i.parked_reason is null and not i.ahead and i.kind = 0 and i.seq < coalesce(place, 9223372036854775807)
          and (i.definition_id = definition or i.definition_version_id in (select d.id from workflows.definitions d where d.definition_id = definition))
        union all
        select 1 from workflows.inbox i
        where i.limited_by = definition and i.claimed_by is null and i.consumed_at is null and i.parked_reason is null
          and (i.held or i.not_before <= at) and i.seq < coalesce(place, 9223372036854775807)
        union all
        select 1 from workflows.inbox i
        where i.claimed_by is null and i.consumed_at is null and i.parked_reason is null and i.instance_id is not null and not i.held
          and i.limited_by is null and i.kind = 0 and i.not_before <= at and i.seq < coalesce(place, 0)
          and (i.definition_id = definition or i.definition_version_id in (select d.id from workflows.definitions d where d.definition_id = definition))
        limit most) before
$$;

-- As start_decision, in order of acceptance, and a start that has to wait is held in the same transaction: whoever ends a run takes the same lock before he calls, so no call is missed.
create function start_in_turn(
    run text, strategy int, lock_key text, definition text, correlation text, most int, items text[], host text, at timestamptz) returns int language plpgsql volatile as $$
declare
    running int;
    place   bigint;
begin
    if strategy <> 0 and not workflows.may_start(run, strategy, lock_key, definition, correlation) then
        return 1;
    end if;
    if most is null then
        return 0;
    end if;
    perform pg_advisory_xact_lock(hashtextextended('limit/' || definition, 6075990329));
    -- Stored already: a repetition whose answer was lost.
    if exists (select 1 from workflows.instances i where i.id = run) then
        return 0;
    end if;
    select count(*) into running from workflows.instances i where i.status = 0 and i.definition_id = definition;
    if running < most then
        select min(i.seq) into place from workflows.inbox i where i.id = any(items) and i.kind = 0;
        if running + workflows.starts_before(definition, place, at, most) < most then
            return 0;
        end if;
    end if;
    update workflows.inbox i
    set held = true, claimed_by = null, limited_by = case when i.kind = 0 then definition end, limited_to = case when i.kind = 0 then most end
    where cardinality(items) > 0 and i.instance_id = run and i.claimed_by = host and i.consumed_at is null;
    return 2;
end $$;

-- Lets the oldest held starts of definitions go as far as there are places, and at least so many; returns how many.
create function call_held(definitions text[], at timestamptz, at_least int default 0) returns int language plpgsql volatile as $$
declare
    definition text;
    most       int;
    taken      int;
    called     int := 0;
    moved      int;
begin
    for definition in select distinct d from unnest(definitions) d where d is not null order by d loop
        perform pg_advisory_xact_lock(hashtextextended('limit/' || definition, 6075990329));
        select i.limited_to into most from workflows.inbox i
        where i.limited_by = definition and i.consumed_at is null and i.held and i.parked_reason is null order by i.seq limit 1;
        continue when not found;
        select (select count(*) from workflows.instances i where i.status = 0 and i.definition_id = definition)
             + (select count(*) from workflows.inbox i where i.limited_by = definition and i.consumed_at is null and i.parked_reason is null and not i.held
                  and (i.claimed_by is not null or i.not_before <= at))
            into taken;
        update workflows.inbox i set held = false
        where i.held and i.consumed_at is null and i.instance_id in (
            select o.instance_id from workflows.inbox o
            where o.limited_by = definition and o.consumed_at is null and o.held and o.parked_reason is null
            order by o.seq limit case when most is null then null else greatest(at_least, most - taken, 0) end);
        get diagnostics moved = row_count;
        called := called + moved;
    end loop;
    return called;
end $$;

-- Another number is allowed from now on (null: any).
create function limit_changed(definition text, most int, at timestamptz) returns int language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('limit/' || definition, 6075990329));
    update workflows.inbox i set limited_to = most where i.limited_by = definition and i.consumed_at is null;
    return workflows.call_held(array[definition], at);
end $$;
