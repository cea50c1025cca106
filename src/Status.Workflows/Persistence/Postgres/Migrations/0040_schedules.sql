-- Schedules that people pause, and what became of their times.
alter table timers add column paused_at timestamptz, add column paused_by text, add column last_tick_at timestamptz, add column missed bigint not null default 0;
drop index timers_due;
create index timers_due on timers (due) where paused_at is null;

-- One row while the whole runtime is paused.
create table runtime_pause (
    only_row  boolean primary key default true check (only_row),
    paused_at timestamptz not null,
    paused_by text not null,
    reason    text
);

-- Whether a run may start: 0 yes, 1 not beside the others (activation strategy), 2 not while as many go on as are allowed. Decided under a lock that is held until the run is there.
create function start_decision(run text, strategy int, lock_key text, definition text, correlation text, most int) returns int language plpgsql volatile as $$
begin
    if strategy <> 0 and not workflows.may_start(run, strategy, lock_key, definition, correlation) then
        return 1;
    end if;
    if most is not null then
        perform pg_advisory_xact_lock(hashtextextended('limit/' || definition, 6075990329));
        if (select count(*) from workflows.instances i where i.status = 0 and i.definition_id = definition and i.id <> run) >= most then
            return 2;
        end if;
    end if;
    return 0;
end $$;
