-- Counts how often everything a person holds was ended (new password, disabled): an access token names the number under which it was issued.
alter table users add column credential_version int not null default 0;
