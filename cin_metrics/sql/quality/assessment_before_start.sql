-- title: An assessment was completed before it started
-- Grain: one row per completed assessment dated before the first start of one in its episode.
-- Reads: events.
-- why: How long assessments take cannot be told, and one of the two dates is wrong or the first start is
-- not on file.
-- mend: Check both dates, or record when this assessment started.
-- touches: Assessment standards.
with first_starts as (
    select
        episode_no,
        min(event_date) as start_date
    from events
    where event_type = 'assessment_started'
    group by episode_no
),

assessment_before_start as (
    select
        events.child_id,
        events.episode_id,
        events.event_date,
        first_starts.start_date as other_date,
        events.team,
        events.event_type as detail
    from events
    inner join first_starts
        on events.episode_no = first_starts.episode_no and events.event_date < first_starts.start_date
    where events.event_type = 'assessment_completed'
)

select * from assessment_before_start
