-- Teams that occur in the extract
-- Grain: one row per team, by name.
-- Reads: events.
select distinct team
from events
where team is not null
order by team
