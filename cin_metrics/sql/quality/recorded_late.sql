-- title: Recorded more than 60 days late
-- Grain: one row per event put on file more than 60 days after it happened.
-- Reads: events.
-- why: Figures seen before it was recorded did not count it: past months look better now than they did
-- then.
-- mend: Nothing to correct where the dates are right. See the figures as known then, and why recording
-- took so long.
-- touches: Days to record, figures as known then; past months look better now.
with recorded_late as (
    select
        child_id,
        episode_id,
        event_date,
        recorded_date as other_date,
        team,
        event_type as detail
    from events
    where recorded_date > event_date + 60
)

select * from recorded_late
