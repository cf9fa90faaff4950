-- Read ids: the different child, episode and family that rows name together
-- Grain: one row per different three as given; null for a blank.
-- Reads: raw_rows.
with given_ids as (
    select
        child_id as given_child_id,
        episode_id as given_episode_id,
        family_id as given_family_id,
        count(*) as row_count
    from raw_rows
    group by child_id, episode_id, family_id
),

read_ids as (
    select
        cast(row_number() over (order by given_child_id, given_episode_id, given_family_id) as integer) as ids_no,
        given_child_id,
        given_episode_id,
        given_family_id,
        nullif(regexp_replace(given_child_id, '^[\s\p{Z}\p{C}]+|[\s\p{Z}\p{C}]+$', '', 'g'), '') as child_id,
        nullif(regexp_replace(given_episode_id, '^[\s\p{Z}\p{C}]+|[\s\p{Z}\p{C}]+$', '', 'g'), '') as episode_id,
        nullif(regexp_replace(given_family_id, '^[\s\p{Z}\p{C}]+|[\s\p{Z}\p{C}]+$', '', 'g'), '') as family_id,
        row_count
    from given_ids
)

select * from read_ids
