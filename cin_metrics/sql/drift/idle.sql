-- Drift: nothing at all on record for longer than the threshold
-- Grain: one row per episode in need. since: the day of the last event.
-- Reads: open_in_need, visible_events, drift_settings, deadlines, parameters.
with last_events as (
    select open_in_need.episode_no, max(visible_events.event_date) as day
    from open_in_need
    inner join visible_events on open_in_need.episode_no = visible_events.episode_no
    group by open_in_need.episode_no
),

indicated as (
    select
        last_events.episode_no,
        'idle' as indicator,
        last_events.day as since,
        concat('Nothing on record since ', last_events.day) as detail
    from last_events
    cross join parameters
    inner join drift_settings on drift_settings.indicator = 'idle'
    inner join deadlines on drift_settings.limit_no = deadlines.limit_no and last_events.day = deadlines.day
    where deadlines.after_date < parameters.as_of
)

select * from indicated
