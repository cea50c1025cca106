-- Keys of machines: hashed, with the permissions they were given. What a key may do is never more than its maker may at that moment.
create table api_keys (
    id           text primary key,
    key_hash     bytea not null unique,
    name         text not null,
    user_name    text not null references users on delete cascade,
    permissions  text[] not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    last_used_at timestamptz
);
create index api_keys_user_name on api_keys (user_name);

-- Ann and ann are the same to a person who reads a list.
create unique index users_name_lower on users (lower(name));
