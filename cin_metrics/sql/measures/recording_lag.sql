-- recording_lag: days from what happened to its being put on file, median and 90th percentile, by event type
-- Grain: one row per event of the period and quantile asked for. numerator: has a recorded date; amount: the days.
-- Reads: visible_events, held, period, measure_list.
with quantiles as (
    select measure
    from measure_list
    where measure in ('recording_lag_median', 'recording_lag_p90')
),

cases as (
    select
        quantiles.measure,
        visible_events.episode_no,
        coalesce(visible_events.team, held.team) as team,
        coalesce(visible_events.worker, held.worker) as worker,
        visible_events.event_date as counted_on,
        visible_events.event_type as detail,
        case when visible_events.recorded_date is not null then 1 else 0 end as numerator,
        1 as denominator,
        date_diff('day', visible_events.event_date, visible_events.recorded_date) as amount
    from visible_events
    cross join period
    cross join quantiles
    left join held
        on visible_events.episode_no = held.episode_no
        and visible_events.event_date >= held.from_date
        and visible_events.event_date < held.until_date
    where visible_events.event_date >= period.period_start and visible_events.event_date <= period.period_end
)

select * from cases
