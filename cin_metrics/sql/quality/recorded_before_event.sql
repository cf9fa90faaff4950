-- title: Recorded before it happened
-- Grain: one row per event whose recorded date is before its own.
-- Reads: events.
-- why: One of the two dates is wrong. The event may be judged on the wrong day, and it makes recording
-- look quicker than it is.
-- mend: Check both dates; a planned visit is recorded as a visit once it has been made.
-- touches: Days to record, standards on recording.
with recorded_before_event as (
    select
        child_id,
        episode_id,
        event_date,
        recorded_date as other_date,
        team,
        event_type as detail
    from events
    where recorded_date < event_date
)

select * from recorded_before_event
