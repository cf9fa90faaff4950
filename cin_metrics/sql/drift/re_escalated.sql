-- Drift: back on a protection plan soon after an earlier one ended
-- Grain: one row per episode in need. since: the day of the last such start in this episode.
-- Reads: open_in_need, episodes, visible_events, drift_settings, deadlines.
with ends as (
    select distinct episodes.child_id, visible_events.event_date as day
    from visible_events
    inner join episodes on visible_events.episode_no = episodes.episode_no
    where visible_events.event_type = 'cp_plan_ended'
),

starts as (
    select distinct open_in_need.episode_no, open_in_need.child_id, visible_events.event_date as day
    from open_in_need
    inner join visible_events
        on open_in_need.episode_no = visible_events.episode_no and visible_events.event_type = 'cp_plan_started'
),

returns as (
    select starts.episode_no, starts.day as started_on, max(ends.day) as ended_on
    from starts
    inner join ends on starts.child_id = ends.child_id and starts.day > ends.day
    inner join drift_settings on drift_settings.indicator = 're_escalated'
    inner join deadlines on drift_settings.limit_no = deadlines.limit_no and ends.day = deadlines.day
    where starts.day <= deadlines.after_date
    group by starts.episode_no, starts.day
),

indicated as (
    select
        episode_no,
        're_escalated' as indicator,
        max(started_on) as since,
        concat(
            'Protection plan started on ', max(started_on), ' after one that ended on ', max_by(ended_on, started_on)
        ) as detail
    from returns
    group by episode_no
)

select * from indicated
