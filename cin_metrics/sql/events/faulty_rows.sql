-- Faulty rows
-- Grain: one row per row of the event files that cannot be read as an event.
-- Reads: judged_rows.
select
    event_no,
    reason
from judged_rows
where reason is not null
