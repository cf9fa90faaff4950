-- Side episodes: the cases of each format
-- Grain: one row per format, child and episode; one without a closing lasts until 9999-12-31.
-- Reads: side_events.
with side_episodes as (
    select
        side_no,
        child_id,
        episode_id,
        min(event_date) as first_date,
        coalesce(
            min(event_date) filter (where event_type in ('case_closed', 'transferred_out')), date '9999-12-31'
        ) as last_date
    from side_events
    group by side_no, child_id, episode_id
)

select * from side_episodes
