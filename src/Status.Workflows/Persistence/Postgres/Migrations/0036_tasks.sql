-- Tasks that runs wait for. A row goes with the task; one whose run was cancelled is left for housekeeping and not listed meanwhile.
create table tasks (
    id             text primary key,
    name           text not null,
    payload        text not null,
    hash           text not null,
    instance_id    text not null,
    definition_id  text not null,
    correlation_id text,
    created_at     timestamptz not null
);
create index tasks_created on tasks (created_at);

-- Work that can never succeed, and stimuli that nobody came to wait for.
create index inbox_parked on inbox (seq) where parked_reason is not null and consumed_at is null;
