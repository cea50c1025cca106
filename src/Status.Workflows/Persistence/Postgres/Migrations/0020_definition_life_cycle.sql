-- What the life of a definition needs: who saw what before writing, what was ever published, what is hidden, and columns for lists.
alter table definitions
    add column description  text,
    add column tool_version text,
    add column is_readonly  boolean not null default false,
    add column is_system    boolean not null default false,
    add column published_at timestamptz,
    add column revision     bigint not null default 0,
    add column deleted_at   timestamptz;
update definitions set published_at = created_at where is_published;
create index definitions_name on definitions (lower(name)) where deleted_at is null;

-- Drafts whose save was refused because somebody else had written: one per writer and the revision they knew, until they are taken back or removed.
create table refused_drafts (
    id            text primary key,
    definition_id text not null,
    name          text not null,
    author        text not null,
    known         bigint not null,
    current       bigint not null,
    other_author  text not null,
    refused_at    timestamptz not null,
    json          text not null
);
create index refused_drafts_author on refused_drafts (author, refused_at);
