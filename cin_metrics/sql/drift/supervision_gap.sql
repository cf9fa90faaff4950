-- Drift: no supervision for longer than the threshold
-- Grain: one row per episode in need. since: the last supervision, or where there is none the start of the time in need.
-- Reads: open_in_need, visible_events, drift_settings, deadlines, parameters.
with last_supervisions as (
    select
        open_in_need.episode_no,
        open_in_need.start_date,
        max(visible_events.event_date) as supervised_on
    from open_in_need
    left join visible_events
        on open_in_need.episode_no = visible_events.episode_no and visible_events.event_type = 'supervision'
    group by open_in_need.episode_no, open_in_need.start_date
),

indicated as (
    select
        last_supervisions.episode_no,
        'supervision_gap' as indicator,
        deadlines.day as since,
        coalesce(
            'Last supervision on ' || cast(last_supervisions.supervised_on as varchar),
            concat('No supervision on file since the start on ', last_supervisions.start_date)
        ) as detail
    from last_supervisions
    cross join parameters
    inner join drift_settings on drift_settings.indicator = 'supervision_gap'
    inner join deadlines
        on drift_settings.limit_no = deadlines.limit_no
        and coalesce(last_supervisions.supervised_on, last_supervisions.start_date) = deadlines.day
    where deadlines.after_date < parameters.as_of
)

select * from indicated
