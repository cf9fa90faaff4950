-- Drift indicators of the children selected
-- Grain: one row per child's episode in need and indicator, those with most indicators first.
-- Reads: open_in_need, drift_indicators, episode_cohorts, parameters; $teams and $cohorts (empty: all).
with indicated as (
    select
        open_in_need.episode_no,
        open_in_need.child_id,
        open_in_need.episode_id,
        open_in_need.team,
        open_in_need.worker,
        open_in_need.start_date as in_need_since,
        open_in_need.is_cwd,
        drift_indicators.indicator,
        drift_indicators.since,
        drift_indicators.detail,
        count(*) over (partition by open_in_need.episode_no) as number_of_indicators
    from drift_indicators
    inner join open_in_need on drift_indicators.episode_no = open_in_need.episode_no
    where
        (len($teams) = 0 or list_contains($teams, open_in_need.team))
        and (
            len($cohorts) = 0
            or open_in_need.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
),

drift_children as (
    select *
    from indicated
    order by number_of_indicators desc, episode_no, since, indicator
)

select * from drift_children
