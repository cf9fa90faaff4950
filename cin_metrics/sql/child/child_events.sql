-- What is on record of one child
-- Grain: one row per event of the child, the earliest first.
-- Reads: visible_events, episodes; $child_id.
with child_events as (
    select
        visible_events.episode_no,
        visible_events.event_date,
        visible_events.event_type,
        visible_events.recorded_date,
        visible_events.team,
        visible_events.worker,
        visible_events.outcome,
        visible_events.child_seen,
        visible_events.seen_alone,
        visible_events.chaired_by
    from visible_events
    inner join episodes on visible_events.episode_no = episodes.episode_no
    where episodes.child_id = $child_id
    order by visible_events.event_date, visible_events.event_no
)

select * from child_events
