-- What the extract holds
-- Grain: one row per event type that occurs.
-- Reads: events.
select distinct event_type from events
