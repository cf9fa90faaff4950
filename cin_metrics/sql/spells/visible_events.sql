-- Visible events
-- Grain: one row per event that was known: dated by the as-of date and on file by the known-by date.
-- Reads: events, parameters. An event with no recorded date was recorded on its day.
select events.*
from events
cross join parameters
where
    events.event_date <= parameters.as_of
    and coalesce(events.recorded_date, events.event_date) <= parameters.known_by
