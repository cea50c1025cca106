-- What a role lets its holders do. The built-in ones are written anew at every start of the host.
create table roles (
    name        text primary key,
    description text not null,
    permissions text[] not null
);

-- Several roles for one person.
create table user_roles (
    user_name text not null references users on delete cascade,
    role_name text not null,
    primary key (user_name, role_name)
);
insert into user_roles (user_name, role_name) select name, role from users where role <> '';

alter table users
    drop column role,
    add column display_name text not null default '',
    add column last_sign_in_at timestamptz;

-- Sessions of people: the browser holds a random token, this table its SHA-256. A row that is gone or past its time is no session.
create table sessions (
    token_hash   bytea primary key,
    id           text not null unique,
    user_name    text not null references users on delete cascade,
    address      text not null,
    user_agent   text not null,
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at   timestamptz not null,
    ends_at      timestamptz not null
);
create index sessions_user_name on sessions (user_name);
create index sessions_expires_at on sessions (expires_at);
