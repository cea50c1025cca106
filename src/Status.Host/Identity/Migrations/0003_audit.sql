-- Who changed what. The id is the position of the fact that tells the ledger of it: the entry's key there is audit/<id>.
create table audit (
    id      bigint primary key,
    at      timestamptz not null,
    actor   text not null,
    action  text not null,
    subject text not null,
    before  text,
    after   text,
    address text not null
);
create index audit_at on audit (at desc);
create index audit_actor on audit (actor, id desc);
create index audit_subject on audit (subject, id desc);

-- Accidents are stopped here; an attacker with the database's rights is found by comparing with the ledger.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
    raise exception 'identity.audit is append-only: % refused', lower(tg_op);
end
$$;
create trigger append_only before update or delete on audit for each row execute function refuse_audit_change();
