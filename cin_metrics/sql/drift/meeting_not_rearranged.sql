-- Drift: a cancelled meeting that was not held within the threshold after it
-- Grain: one row per open in_need spell. since: the day of the first such cancellation.
-- Reads: open_in_need, visible_events, drift_settings, deadlines, parameters.
-- A meeting on the day of the cancellation counts, as it does for the rules. Judged once the time allowed is over.
with cancellations as (
    select distinct
        open_in_need.episode_no,
        visible_events.event_date as day,
        deadlines.after_date as due_date
    from open_in_need
    cross join parameters
    inner join visible_events
        on open_in_need.episode_no = visible_events.episode_no
        and visible_events.event_type = 'meeting_cancelled'
        and open_in_need.start_date <= visible_events.event_date
    inner join drift_settings on drift_settings.indicator = 'meeting_not_rearranged'
    inner join deadlines
        on drift_settings.limit_no = deadlines.limit_no and visible_events.event_date = deadlines.day
    where deadlines.after_date < parameters.as_of
),

not_rearranged as (
    select cancellations.episode_no, cancellations.day
    from cancellations
    left join visible_events as meetings
        on cancellations.episode_no = meetings.episode_no
        and meetings.event_type in ('planning_meeting', 'network_meeting', 'cin_review')
        and cancellations.day <= meetings.event_date
        and cancellations.due_date >= meetings.event_date
    where meetings.episode_no is null
),

indicated as (
    select
        episode_no,
        'meeting_not_rearranged' as indicator,
        min(day) as since,
        concat(
            'No meeting or review followed in time after the cancellation of ',
            string_agg(cast(day as varchar), ', ' order by day)
        ) as detail
    from not_rearranged
    group by episode_no
)

select * from indicated
