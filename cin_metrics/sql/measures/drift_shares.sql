-- drift, drift_cwd: children in need with at least 1, 2, 3 drift indicators
-- Grain: one row per child with an open in_need spell and number of indicators asked about.
-- Reads: open_in_need, drift_indicators, at_least, parameters. Long-term disability support is counted apart.
with children as (
    select
        open_in_need.child_id,
        max(open_in_need.episode_no) as episode_no,
        bool_or(open_in_need.is_cwd) as is_cwd,
        count(distinct drift_indicators.indicator) as number_of_indicators
    from open_in_need
    left join drift_indicators on open_in_need.episode_no = drift_indicators.episode_no
    group by open_in_need.child_id
),

cases as (
    select
        case when children.is_cwd then 'drift_cwd' else 'drift' end as measure,
        children.episode_no,
        open_in_need.team,
        open_in_need.worker,
        parameters.as_of as counted_on,
        at_least.label as detail,
        case when children.number_of_indicators >= at_least.number then 1 else 0 end as numerator,
        1 as denominator
    from children
    cross join parameters
    cross join at_least
    inner join open_in_need on children.episode_no = open_in_need.episode_no
)

select * from cases
