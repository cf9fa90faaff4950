-- How many children and events an extract holds, and of which days
-- Grain: one row.
-- Reads: events.
select
    count(distinct child_id) as children,
    count(*) as events,
    min(event_date) as first_date,
    max(event_date) as last_date
from events
