-- Which teams a child was ever with
-- Grain: one row per child and team that any of its events names; team is empty for a child of whom none names one.
-- Reads: events.
select distinct
    events.child_id,
    events.team
from events
where
    events.team is not null
    or events.child_id not in (select named.child_id from events as named where named.team is not null)
