-- Drift: the worker changed too often
-- Grain: one row per episode in need. since: the day of the first change counted.
-- Reads: open_in_need, events, visible_events, drift_settings, deadlines, parameters.
-- Counts worker_changed events; where the extract has none at all, changes in the worker column.
with sequences as (
    select
        visible_events.episode_no,
        visible_events.event_date,
        visible_events.worker,
        lag(visible_events.worker) over (
            partition by visible_events.episode_no order by visible_events.event_date, visible_events.event_no
        ) as previous_worker
    from visible_events
    inner join open_in_need on visible_events.episode_no = open_in_need.episode_no
    where
        visible_events.worker is not null
        and not exists (select 1 from events where event_type = 'worker_changed')
),

changes as (
    select episode_no, event_date from visible_events
    where event_type = 'worker_changed'
    union all
    select episode_no, event_date from sequences
    where worker <> previous_worker
),

indicated as (
    select
        changes.episode_no,
        'worker_changes' as indicator,
        min(changes.event_date) as since,
        concat(count(*), ' changes of worker from ', min(changes.event_date), ' to ', max(changes.event_date)) as detail
    from changes
    cross join parameters
    inner join open_in_need on changes.episode_no = open_in_need.episode_no
    inner join drift_settings on drift_settings.indicator = 'worker_changes'
    inner join deadlines on drift_settings.limit_no = deadlines.limit_no and deadlines.day = parameters.as_of
    where changes.event_date > deadlines.before_date
    group by changes.episode_no, drift_settings.count
    having count(*) >= drift_settings.count
)

select * from indicated
