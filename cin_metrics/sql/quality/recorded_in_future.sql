-- title: Recorded after the day of the extract
-- Grain: one row per event whose recorded date is after the day of the extract.
-- Reads: events, load_settings.
-- why: A date that has not come yet cannot be when something was put on file. Seen as known then, the
-- event is hidden.
-- mend: Check the recorded date.
-- touches: Days to record, figures as known then.
with recorded_in_future as (
    select
        events.child_id,
        events.episode_id,
        events.event_date,
        events.recorded_date as other_date,
        events.team,
        events.event_type as detail
    from events
    cross join load_settings
    where events.recorded_date > load_settings.extract_date
)

select * from recorded_in_future
