-- Late entries: what had happened by the as-of date and was put on file after it
-- Grain: one row per event, by child, day of the event and place in the extract.
-- Reads: visible_events, episodes, held, parameters.
-- An event with no recorded date counts as recorded on its day and is never late. The team is the event's own, else the
-- one that held the case on its day.
with held_events as (
    select
        visible_events.event_no,
        visible_events.episode_no,
        coalesce(visible_events.team, held.team) as team,
        coalesce(visible_events.worker, held.worker) as worker,
        visible_events.event_type,
        visible_events.event_date,
        visible_events.recorded_date,
        date_diff('day', visible_events.event_date, visible_events.recorded_date) as days_late
    from visible_events
    cross join parameters
    left join held
        on visible_events.episode_no = held.episode_no
        and visible_events.event_date >= held.from_date
        and visible_events.event_date < held.until_date
    where visible_events.recorded_date > parameters.as_of
),

late_entries as (
    select
        held_events.episode_no,
        episodes.child_id,
        episodes.episode_id,
        held_events.team,
        held_events.worker,
        held_events.event_type,
        held_events.event_date,
        held_events.recorded_date,
        held_events.days_late
    from held_events
    inner join episodes on held_events.episode_no = episodes.episode_no
    order by held_events.episode_no, held_events.event_date, held_events.event_no
)

select * from late_entries
