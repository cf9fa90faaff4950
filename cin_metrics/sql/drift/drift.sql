-- Drift as it is written: the contract's columns
-- Grain: one row per child and indicator, by child, episode, indicator.
-- Reads: drift_indicators, open_in_need.
-- A child with two open episodes shows an indicator once, by the one that makes it so for longest.
with of_episodes as (
    select
        open_in_need.*,
        drift_indicators.indicator,
        drift_indicators.since,
        drift_indicators.detail,
        row_number() over (
            partition by open_in_need.child_id, drift_indicators.indicator
            order by drift_indicators.since, open_in_need.episode_no
        ) as place
    from drift_indicators
    inner join open_in_need on drift_indicators.episode_no = open_in_need.episode_no
)

select child_id, episode_id, team, worker, indicator, since, detail
from of_episodes
where place = 1
order by episode_no, indicator
