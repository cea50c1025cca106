-- The transparency ledger: entries, the Merkle tree over them as tiles, the signed checkpoints and the public keys that check them.
-- docs/ledger.md says what each leaf covers. "status verify" recomputes all of it.

create table ledger.entries (
    index bigint primary key check (index >= 0),
    key text not null unique,
    kind text not null,
    subject text,
    agreement text,
    instance text,
    body bytea not null,
    cause bigint not null,
    enlisted_at timestamptz not null,
    leaf_hash bytea not null check (octet_length(leaf_hash) = 32)
);

create table ledger.tiles (
    level smallint not null check (level >= 0),
    index bigint not null check (index >= 0),
    hashes bytea not null check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
    primary key (level, index)
);
-- Hashes do not compress; trying costs time on every batch.
alter table ledger.tiles alter column hashes set storage external;

create table ledger.checkpoints (
    size bigint primary key check (size > 0),
    root bytea not null check (octet_length(root) = 32),
    note text not null
);

create table ledger.keys (
    vkey text primary key
);

-- Accidents are stopped here; an attacker with the database's rights is found by "status verify".
create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'ledger.% is append-only: % refused', tg_table_name, lower(tg_op)
        using hint = 'A ledger entry is never changed or deleted; post a correcting entry.';
end
$$;

create function ledger.refuse_shrinking_tile() returns trigger language plpgsql as $$
begin
    if (new.level, new.index) is distinct from (old.level, old.index)
        or substring(new.hashes for octet_length(old.hashes)) is distinct from old.hashes then
        raise exception 'ledger.tiles is append-only: a hash of tile %/% would change', old.level, old.index
            using hint = 'A tile only ever grows at its end.';
    end if;
    return new;
end
$$;

create trigger append_only before update or delete on ledger.entries for each row execute function ledger.refuse_change();
create trigger append_only before update or delete on ledger.checkpoints for each row execute function ledger.refuse_change();
create trigger append_only before update or delete on ledger.keys for each row execute function ledger.refuse_change();
create trigger no_delete before delete on ledger.tiles for each row execute function ledger.refuse_change();
create trigger append_only before update on ledger.tiles for each row execute function ledger.refuse_shrinking_tile();
