-- How many children the extract holds events of
-- Grain: one row.
-- Reads: events.
select count(distinct child_id) as children
from events
