-- Reasons on file why a standard was not met
-- Grain: one row per episode and day with a recorded reason (the first by alphabet where a day holds several).
-- Reads: visible_events.
select
    episode_no,
    event_date as day,
    min(outcome) as reason
from visible_events
where event_type = 'reason_recorded' and outcome is not null
group by episode_no, event_date
