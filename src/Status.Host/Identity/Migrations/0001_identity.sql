-- People who sign in with a name and a password.
create table users (
    name          text primary key,
    password_hash text not null,
    role          text not null,
    created_at    timestamptz not null,
    disabled_at   timestamptz
);

-- Keys of the product (tokens, the ledger's signature), wrapped by the master key, which is never in the database.
create table data_keys (
    name       text primary key,
    wrapped    bytea not null,
    created_at timestamptz not null
);

-- Refresh tokens, hashed. A token is used once; the second use of one ends its whole family.
create table refresh_tokens (
    token_hash bytea primary key,
    family     text not null,
    user_name  text not null references users on delete cascade,
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index refresh_tokens_family on refresh_tokens (family);
create index refresh_tokens_expires_at on refresh_tokens (expires_at);
