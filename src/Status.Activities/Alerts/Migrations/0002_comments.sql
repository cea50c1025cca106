-- People can comment on an alert in whatever state it is.
alter table alerts.events drop constraint events_kind_check;
alter table alerts.events add constraint events_kind_check check (kind in ('raised', 'seen', 'acknowledged', 'commented', 'resolved'));
