-- Bytes are stored ahead of the commit that refers to them; what nothing refers to is swept after a grace time.
create table evidence.blobs (
    digest     bytea primary key check (octet_length(digest) = 32),
    size       integer not null check (size = octet_length(bytes)),
    bytes      bytea not null,
    touched_at timestamptz not null
);
create index blobs_touched on evidence.blobs (touched_at);

-- The reference keeps a blob from being swept between the burst that stored it and the commit that counts it.
create table evidence.items (
    id           text primary key,
    digest       bytea not null references evidence.blobs (digest),
    size         integer not null,
    media_type   text not null,
    kind         text not null,
    source       text not null,
    control_id   text,
    agreement_id text,
    scope        jsonb not null,
    scope_key    text not null,
    window_from  timestamptz,
    window_until timestamptz,
    collected_at timestamptz not null,
    valid_from   timestamptz not null,
    valid_until  timestamptz,
    instance_id  text not null,
    provenance   jsonb not null,
    check (valid_until is null or valid_until > valid_from),
    check ((window_from is null) = (window_until is null))
);
create index items_digest on evidence.items (digest);
create index items_collected on evidence.items (collected_at, id);
create index items_control on evidence.items (control_id, collected_at, id) where control_id is not null;
create index items_agreement on evidence.items (agreement_id, collected_at, id) where agreement_id is not null;
