-- Days from event to record, by team and all together
-- Grain: one row per team that holds an event of the kinds asked for in the period (none where no team is known), and one of all.
-- Reads: visible_events, held, episode_cohorts; $teams and $cohorts (empty: all), $event_types, $first and $last.
-- The team is the event's own, else the one that held the case that day, as for the measure recording_lag.
with entries as (
    select
        coalesce(visible_events.team, held.team) as team,
        date_diff('day', visible_events.event_date, visible_events.recorded_date) as days
    from visible_events
    left join held
        on visible_events.episode_no = held.episode_no
        and visible_events.event_date >= held.from_date
        and visible_events.event_date < held.until_date
    where
        list_contains($event_types, visible_events.event_type)
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

recording_lag_by_team as (
    select
        team,
        cast(grouping(team) as boolean) as is_all,
        count(*) as events,
        count(days) as recorded,
        quantile_cont(days, 0.5) as median_days,
        quantile_cont(days, 0.9) as p90_days
    from entries
    group by grouping sets ((team), ())
    order by is_all, team nulls last
)

select * from recording_lag_by_team
