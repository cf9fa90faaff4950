-- Side events: the events of an extract that keeps the children of its formats apart, by format
-- Grain: one row per event; ``child_id`` as the format itself gives it.
-- Reads: events, sides.
with side_events as (
    select
        events.event_no,
        sides.side_no,
        substr(events.child_id, length(sides.mark) + 1) as child_id,
        events.episode_id,
        events.event_type,
        events.event_date
    from events
    inner join sides on starts_with(events.child_id, sides.mark)
)

select * from side_events
