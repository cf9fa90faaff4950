-- The longest silence of each child
-- Grain: one row per group (is_cwd) and length in days: the children whose longest silence in the period was so long.
-- Reads: silences, episodes; $first and $last (the period, both ends included).
-- A silence that reaches into the period counts whole; one still running counts as long as it has lasted.
with longest as (
    select episodes.child_id, silences.is_cwd, max(silences.days) as days
    from silences
    inner join episodes on silences.episode_no = episodes.episode_no
    where silences.until_date >= $first and silences.from_date <= $last
    group by episodes.child_id, silences.is_cwd
),

longest_silences as (
    select is_cwd, days, count(*) as children
    from longest
    group by is_cwd, days
    order by is_cwd, days
)

select * from longest_silences
