-- The batches
-- Grain: one row per batch, the latest first; never in the order of workers or of size.
-- Reads: put_on_file; $event_type.
with batches as (
    select
        team,
        worker,
        recorded_date,
        count(*) as entries,
        count(distinct child_id) as children,
        count(distinct event_date) as event_days,
        min(event_date) as oldest_date
    from put_on_file
    where is_batch and event_type = $event_type
    group by team, worker, recorded_date
    order by recorded_date desc, team nulls last, oldest_date, worker
)

select * from batches
