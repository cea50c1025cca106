-- What stands in the way of a run from outside that is to go on (it is inserted already): 0 nothing, 1 a run beside which it may not go on, 2 as many as its definition allows, or starts that wait for that;
-- with the oldest of them. Under the locks under which starts are decided.
create function import_decision(
    run text, strategy int, lock_key text, definition text, correlation text, most int, at timestamptz, out reason int, out blocker text) language plpgsql volatile as $$
begin
    reason := 0;
    if strategy <> 0 and not workflows.may_start(run, strategy, lock_key, definition, correlation) then
        reason := 1;
        select i.id into blocker from workflows.instances i
        where i.status = 0 and i.id <> run
          and case strategy when 1 then i.definition_id = definition
                            when 2 then i.correlation_id = correlation
                            else i.definition_id = definition and i.correlation_id is not distinct from correlation end
        order by i.created_at, i.id limit 1;
    elsif most is not null then
        perform pg_advisory_xact_lock(hashtextextended('limit/' || definition, 6075990329));
        if (select count(*) from workflows.instances i where i.status = 0 and i.definition_id = definition and i.id <> run)
            + workflows.starts_before(definition, null, at, most) >= most then
            reason := 2;
            select coalesce(
                (select i.id from workflows.instances i where i.status = 0 and i.definition_id = definition and i.id <> run order by i.created_at, i.id limit 1),
                (select i.instance_id from workflows.inbox i where i.limited_by = definition and i.consumed_at is null order by i.seq limit 1)) into blocker;
        end if;
    end if;
end $$;
