-- A delivery goes to an address or to a named receiver, whose address and secret never stand in the database.
alter table deliveries alter column url drop not null;
alter table deliveries add column message_id text;
create index deliveries_dead on deliveries (finished_at) where state = 3;
