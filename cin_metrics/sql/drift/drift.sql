-- Drift as it is written: the contract's columns
-- Grain: one row per child's episode in need and indicator, by child, episode, indicator.
-- Reads: drift_indicators, open_in_need.
select
    open_in_need.child_id,
    open_in_need.episode_id,
    open_in_need.team,
    open_in_need.worker,
    drift_indicators.indicator,
    drift_indicators.since,
    drift_indicators.detail
from drift_indicators
inner join open_in_need on drift_indicators.episode_no = open_in_need.episode_no
order by open_in_need.episode_no, drift_indicators.indicator
