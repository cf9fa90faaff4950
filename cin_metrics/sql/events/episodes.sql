-- Episodes
-- Grain: one row per child and episode, numbered in the order of their ids.
-- Reads: judged_rows, derived_episodes.
with keys as (
    select distinct
        judged_rows.child_id,
        coalesce(judged_rows.episode_id, derived_episodes.episode_id) as episode_id
    from judged_rows
    left join derived_episodes on judged_rows.event_no = derived_episodes.event_no
    where judged_rows.reason is null
),

episodes as (
    select
        cast(row_number() over (order by child_id, episode_id) as integer) as episode_no,
        child_id,
        episode_id
    from keys
)

select * from episodes
