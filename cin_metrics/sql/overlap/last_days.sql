-- Until when each child has a case
-- Grain: one row per format and child; 9999-12-31 where a case is open.
-- Reads: side_episodes.
with last_days as (
    select
        side_no,
        child_id,
        max(last_date) as last_date
    from side_episodes
    group by side_no, child_id
)

select * from last_days
