-- The account Grafana reads with: it sees the metrics store and changes nothing. Run by the owner of the database, before or after the first start of
-- STATUS, as often as wanted. It cannot sign in until it has a password: alter role status_grafana password '…'.
do $$
begin
    if not exists (select from pg_roles where rolname = 'status_grafana') then
        create role status_grafana login;
    end if;
end $$;
alter role status_grafana set default_transaction_read_only = on;
alter role status_grafana set statement_timeout = '30s';
create schema if not exists metrics;
grant usage on schema metrics to status_grafana;
grant select on all tables in schema metrics to status_grafana;
-- Partitions of coming days are tables that do not exist yet.
alter default privileges in schema metrics grant select on tables to status_grafana;
