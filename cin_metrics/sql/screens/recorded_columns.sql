-- Which columns that a policy may ask about are filled at all
-- Grain: one row per event type that occurs.
-- Reads: events.
select
    event_type,
    count(*) as number_of_events,
    count(recorded_date) as recorded_date,
    count(outcome) as outcome,
    count(child_seen) as child_seen,
    count(seen_alone) as seen_alone,
    count(chaired_by) as chaired_by
from events
group by event_type
order by event_type
