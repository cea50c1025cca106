-- A stimulus that names the run it is for and comes before that run waits for it finds no other one. The column tells of a start whose child it is, of a resume the only run it may find.
create or replace function match_stimuli(hashes text[]) returns int language plpgsql as $$
declare
    waiting record;
    target  record;
    joined  int := 0;
begin
    for waiting in
        select id, stimulus_hash, correlation_id, parent_instance_id as only_run from workflows.inbox
        where instance_id is null and consumed_at is null and parked_reason is null and stimulus_hash = any(hashes)
        order by seq for update skip locked
    loop
        select b.id, b.instance_id into target from workflows.bookmarks b
        where b.hash = waiting.stimulus_hash
          and (waiting.only_run is null or b.instance_id = waiting.only_run)
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
