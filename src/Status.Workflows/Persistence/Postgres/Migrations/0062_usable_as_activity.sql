-- Workflows that can be used as activities are looked for at each publish on each host: their rows are found without reading the others.
alter table definitions add column usable_as_activity boolean generated always as (json ~ '"usableAsActivity"\s*:\s*true') stored;
create index definitions_usable on definitions (definition_id) where usable_as_activity;
