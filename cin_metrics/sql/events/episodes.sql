-- Episodes
-- Grain: one row per child and episode with an accepted row, numbered in the order of their ids.
-- Reads: judged_rows, read_ids, derived_episodes.
with aside as (
    select
        ids_no,
        count(*) as row_count
    from judged_rows
    where reason is not null
    group by ids_no
),

keys as (
    select
        read_ids.child_id,
        read_ids.episode_id
    from read_ids
    left join aside on read_ids.ids_no = aside.ids_no
    where
        read_ids.child_id is not null
        and read_ids.episode_id is not null
        and read_ids.row_count > coalesce(aside.row_count, 0)
    union
    select
        child_id,
        episode_id
    from derived_episodes
),

episodes as (
    select
        cast(row_number() over (order by child_id, episode_id) as integer) as episode_no,
        child_id,
        episode_id
    from keys
)

select * from episodes
