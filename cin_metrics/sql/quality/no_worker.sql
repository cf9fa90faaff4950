-- title: No worker named
-- Grain: one row per episode of which no event names a worker.
-- Reads: events.
-- why: What falls due in the episode is counted for the authority and for no worker: comparisons between
-- workers leave it out.
-- mend: Record who holds the case, or add the worker to the extract.
-- touches: Work by worker, changes of worker.
with no_worker as (
    select
        child_id,
        episode_id,
        min(event_date) as event_date,
        max(event_date) as other_date,
        max(team) as team,
        'first and last event' as detail
    from events
    group by child_id, episode_id
    having count(worker) = 0
)

select * from no_worker
