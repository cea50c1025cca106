-- Changes of runs: a plan says what, a job how it went with one run. A job is ended by the commit that makes the change.
-- status of a job: 0 pending, 1 completed, 2 failed
create table alteration_plans (
    id           text primary key,
    alterations  text not null,
    filter       text not null,
    author       text not null,
    is_generated boolean not null,
    created_at   timestamptz not null
);
create index alteration_plans_created on alteration_plans (created_at);

create table alteration_jobs (
    id           text primary key,
    plan_id      text not null,
    instance_id  text not null,
    status       smallint not null,
    log          text not null,
    created_at   timestamptz not null,
    completed_at timestamptz
);
create index alteration_jobs_plan on alteration_jobs (plan_id, id);
