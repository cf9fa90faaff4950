-- How many events were put on file so many days later
-- Grain: one row per number of days from event to record, of events with a recorded date.
-- Reads: visible_events, held, episode_cohorts; $teams and $cohorts (empty: all), $event_types, $first and $last.
-- The team is the event's own, else the one that held the case that day. Days are negative where recorded before the event.
with entries as (
    select date_diff('day', visible_events.event_date, visible_events.recorded_date) as days
    from visible_events
    left join held
        on visible_events.episode_no = held.episode_no
        and visible_events.event_date >= held.from_date
        and visible_events.event_date < held.until_date
    where
        list_contains($event_types, visible_events.event_type)
        and visible_events.recorded_date is not null
        and visible_events.event_date >= $first
        and visible_events.event_date <= $last
        and (len($teams) = 0 or list_contains($teams, coalesce(visible_events.team, held.team)))
        and (
            len($cohorts) = 0
            or visible_events.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
),

recording_lag_days as (
    select
        cast(days as integer) as days,
        count(*) as events
    from entries
    group by days
    order by days
)

select * from recording_lag_days
