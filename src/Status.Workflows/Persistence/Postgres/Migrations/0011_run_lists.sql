alter table instances add column is_system boolean not null default false;

-- Lists of runs: those that run, those with incidents and those of a correlation are few among many. Times that change with every commit have no index; it would cost each commit.
create index instances_running on instances (created_at) where status = 0;
create index instances_incidents on instances (created_at) where incident_count > 0;
create index instances_correlation on instances (correlation_id) where correlation_id is not null;
