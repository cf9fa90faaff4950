-- Who has held the cases of one child
-- Grain: one row per episode and stretch of days with the same team and worker, the earliest first.
-- Reads: held, episode_spells, episodes, parameters; $child_id. until_date: the last day; blank for who holds it now.
with clipped as (
    select
        held.episode_no,
        held.team,
        held.worker,
        greatest(held.from_date, episode_spells.start_date) as from_date,
        case
            when held.until_date - 1 < coalesce(episode_spells.end_date, parameters.as_of) then held.until_date - 1
            else episode_spells.end_date
        end as until_date
    from held
    cross join parameters
    inner join episodes on held.episode_no = episodes.episode_no
    inner join episode_spells on held.episode_no = episode_spells.episode_no
    where
        episodes.child_id = $child_id
        and held.from_date <= coalesce(episode_spells.end_date, parameters.as_of)
        and held.until_date > episode_spells.start_date
),

child_holders as (
    select *
    from clipped
    order by from_date, episode_no
)

select * from child_holders
