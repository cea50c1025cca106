-- Ticks that a host claims before their time: "ahead" until it begins them. A host of the version before takes such an item as any other, at its time.
alter table inbox add column ahead boolean not null default false;
-- The last tick before those that are claimed ahead, for when they go back.
alter table timers add column last_begun_at timestamptz;
create index timers_ahead on timers (due) where kind = 0 and schedule_kind <> 2 and paused_at is null;
