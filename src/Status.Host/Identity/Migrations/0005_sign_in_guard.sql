-- Attempts to sign in that failed, counted by account, address, and both together. Names are hashed: people type their password there by mistake.
create table sign_in_failures (
    key            text primary key,
    failures       int not null,
    last_failed_at timestamptz not null
);
create index sign_in_failures_last_failed_at on sign_in_failures (last_failed_at);

-- Addresses from which somebody has signed in: a flood of wrong guesses from elsewhere must not shut them out there.
create table sign_in_addresses (
    user_name text not null references users on delete cascade,
    address   text not null,
    last_at   timestamptz not null,
    primary key (user_name, address)
);
