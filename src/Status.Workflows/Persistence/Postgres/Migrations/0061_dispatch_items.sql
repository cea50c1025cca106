-- Items that a bulk dispatch has still to dispatch, in parts.
create table dispatch_items (
    key         text not null,
    first       int not null,
    instance_id text not null,
    items       bytea not null,
    primary key (key, first)
);
create index dispatch_items_instance on dispatch_items (instance_id);
