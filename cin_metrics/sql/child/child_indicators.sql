-- The signs of drift of one child
-- Grain: one row per open case in need and indicator, the oldest first.
-- Reads: drift_indicators, open_in_need; $child_id.
with child_indicators as (
    select
        drift_indicators.episode_no,
        drift_indicators.indicator,
        drift_indicators.since,
        drift_indicators.detail
    from drift_indicators
    inner join open_in_need on drift_indicators.episode_no = open_in_need.episode_no
    where open_in_need.child_id = $child_id
    order by drift_indicators.since, drift_indicators.indicator
)

select * from child_indicators
