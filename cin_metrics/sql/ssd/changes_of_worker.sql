-- Changes of worker: the allocations of a case after the first in which the worker is another
-- Grain: one row per such allocation.
-- Reads: placed_events.
with allocations as (
    select
        file_no,
        line,
        child_id,
        worker,
        lag(worker) over (partition by child_id, episode_id order by event_day, file_no, line) as worker_before
    from placed_events
    where event_type = 'case_allocated' and fault is null and event_day is not null
),

changes_of_worker as (
    select
        file_no,
        line,
        child_id
    from allocations
    where worker <> worker_before
)

select * from changes_of_worker
