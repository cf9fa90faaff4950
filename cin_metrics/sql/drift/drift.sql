-- Drift as it is written: the contract's columns
-- Grain: one row per child and indicator, by child, episode, indicator.
-- Reads: drift_indicators, open_in_need.
-- A child with two open episodes shows an indicator once, by the one that makes it so for longest.
with of_episodes as (
    select
        drift_indicators.*,
        row_number() over (
            partition by open_in_need.child_id, drift_indicators.indicator
            order by drift_indicators.since, open_in_need.episode_no
        ) as place
    from drift_indicators
    inner join open_in_need on drift_indicators.episode_no = open_in_need.episode_no
)

select
    open_in_need.child_id,
    open_in_need.episode_id,
    open_in_need.team,
    open_in_need.worker,
    of_episodes.indicator,
    of_episodes.since,
    of_episodes.detail
from of_episodes
inner join open_in_need on of_episodes.episode_no = open_in_need.episode_no
where of_episodes.place = 1
order by open_in_need.episode_no, of_episodes.indicator
