-- seen, seen_alone: visits on which the child was seen (seen alone), and those that do not say
-- Grain: one row per visit of the period and measure.
-- Reads: visible_events, held, period.
with visits as (
    select
        visible_events.episode_no,
        visible_events.event_date,
        visible_events.child_seen,
        visible_events.seen_alone,
        coalesce(visible_events.team, held.team) as team,
        coalesce(visible_events.worker, held.worker) as worker
    from visible_events
    cross join period
    left join held
        on visible_events.episode_no = held.episode_no
        and visible_events.event_date >= held.from_date
        and visible_events.event_date < held.until_date
    where
        visible_events.event_type = 'cin_visit'
        and visible_events.event_date >= period.period_start
        and visible_events.event_date <= period.period_end
),

answers as (
    select *, 'seen' as measure, coalesce(child_seen = 'yes', false) as is_counted from visits
    union all
    select *, 'seen_not_recorded' as measure, child_seen is null as is_counted from visits
    union all
    select *, 'seen_alone' as measure, coalesce(seen_alone = 'yes', false) as is_counted from visits
    union all
    select *, 'seen_alone_not_recorded' as measure, seen_alone is null as is_counted from visits
),

cases as (
    select
        measure,
        episode_no,
        team,
        worker,
        event_date as counted_on,
        case when is_counted then 1 else 0 end as numerator,
        1 as denominator
    from answers
)

select * from cases
