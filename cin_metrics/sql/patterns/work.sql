-- The work that is looked at for flurries and batches
-- Grain: one row per event of the kinds asked for.
-- Reads: visible_events, held, episode_cohorts; $kinds, $teams and $cohorts (empty: all).
-- Team and worker are those named at the event, else those who held the case on its day.
with held_events as (
    select
        visible_events.event_type,
        visible_events.episode_no,
        visible_events.child_id,
        visible_events.episode_id,
        visible_events.event_date,
        visible_events.recorded_date,
        coalesce(visible_events.team, held.team) as team,
        coalesce(visible_events.worker, held.worker) as worker
    from visible_events
    left join held
        on visible_events.episode_no = held.episode_no
        and visible_events.event_date >= held.from_date
        and visible_events.event_date < held.until_date
    where list_contains($kinds, visible_events.event_type)
),

work as (
    select *
    from held_events
    where
        (len($teams) = 0 or list_contains($teams, team))
        and (
            len($cohorts) = 0
            or episode_no in (select episode_no from episode_cohorts where list_contains($cohorts, cohort))
        )
)

select * from work
