-- Children are cancelled with the run that started them; what the parent waits for rides on the start.
alter table inbox add column reply_to text;
create index instances_parent on instances (parent_id) where parent_id is not null;
create index inbox_parent on inbox (parent_instance_id) where parent_instance_id is not null and consumed_at is null;

-- Whether a run may start while others run. Starts that exclude each other are decided one after the other: the lock is held until the transaction that makes the run has ended.
-- strategy: 1 singleton, 2 correlation, 3 correlated singleton
create function may_start(run text, strategy int, lock_key text, definition text, correlation text) returns boolean language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(lock_key, 6075990329));
    if strategy = 1 then
        return not exists (select 1 from workflows.instances i where i.status = 0 and i.definition_id = definition and i.id <> run);
    elsif strategy = 2 then
        return correlation is null or not exists (select 1 from workflows.instances i where i.status = 0 and i.correlation_id = correlation and i.id <> run);
    else
        return not exists (select 1 from workflows.instances i
            where i.status = 0 and i.definition_id = definition and i.correlation_id is not distinct from correlation and i.id <> run);
    end if;
end $$;
create index instances_running_definition on instances (definition_id) where status = 0;
