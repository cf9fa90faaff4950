-- What the extract holds, by event type
-- Grain: one row per event type that occurs, the most frequent first.
-- Reads: events.
select
    event_type,
    count(*) as number_of_events,
    count(distinct child_id) as children,
    min(event_date) as first_date,
    max(event_date) as last_date,
    count(recorded_date) as with_recorded_date,
    count(team) as with_team
from events
group by event_type
order by number_of_events desc, event_type
