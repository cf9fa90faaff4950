-- title: Closed with an assessment still open
-- Grain: one row per closed episode whose latest assessment by the closing had begun and was not completed.
-- Reads: events.
-- why: The assessment can no longer be completed, so it counts as missed for good.
-- mend: Record the day it was completed, or take out an assessment that was begun in error.
-- touches: Assessment standards.
with closings as (
    select
        episode_no,
        min(event_date) as closing_date
    from events
    where event_type in ('case_closed', 'transferred_out')
    group by episode_no
),

assessments as (
    select
        events.episode_no,
        min(events.child_id) as child_id,
        min(events.episode_id) as episode_id,
        max(events.team) as team,
        min(closings.closing_date) as closing_date,
        max(events.event_date) filter (where events.event_type = 'assessment_started') as last_start,
        max(events.event_date) filter (where events.event_type = 'assessment_completed') as last_completed
    from events
    inner join closings on events.episode_no = closings.episode_no and events.event_date <= closings.closing_date
    where events.event_type in ('assessment_started', 'assessment_completed')
    group by events.episode_no
),

closed_with_open_assessment as (
    select
        child_id,
        episode_id,
        closing_date as event_date,
        last_start as other_date,
        team,
        'assessment_started' as detail
    from assessments
    where last_start is not null and (last_completed is null or last_completed < last_start)
)

select * from closed_with_open_assessment
