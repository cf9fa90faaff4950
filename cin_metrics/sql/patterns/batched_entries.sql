-- The children behind the batches
-- Grain: one row per event put on file in a batch, the latest batch first.
-- Reads: put_on_file; $event_type.
with batched_entries as (
    select child_id, episode_id, team, worker, event_date, recorded_date
    from put_on_file
    where is_batch and event_type = $event_type
    order by recorded_date desc, team nulls last, event_date, child_id, episode_id
)

select * from batched_entries
