-- A run that faulted waits on, for the case that it is retried. Stimuli that are for whoever waits go to runs that can go on; those that are for one run are kept with it.
-- A bookmark that is promised a stimulus is locked until that is committed, so that the burst that burns it sees the promise and gives the stimulus back.
create or replace function match_stimuli(hashes text[]) returns int language plpgsql as $$
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
          and not exists (select 1 from workflows.instances r where r.id = b.instance_id and r.status = 1)
        order by b.created_at, b.id limit 1 for key share of b skip locked;
        if found then
            update workflows.inbox set instance_id = target.instance_id, bookmark_id = target.id where id = waiting.id;
            joined := joined + 1;
        end if;
    end loop;
    return joined;
end $$;
