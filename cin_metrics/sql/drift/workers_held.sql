-- Whether the extract names workers
-- Grain: one row.
-- Reads: events.
select count(worker) > 0 as has_workers
from events
