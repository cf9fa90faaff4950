-- title: An assessment open for more than 45 working days
-- Grain: one row per open episode whose latest assessment began more than 45 working days before the last day of the
-- extract and was not completed.
-- Reads: events, load_settings.
-- why: It is late, or it was completed and that is not on file. Until it is, the child has no assessment that counts.
-- mend: Record the day it was completed, or complete it.
-- touches: Assessment standards, what is overdue now.
with assessments as (
    select
        episode_no,
        min(child_id) as child_id,
        min(episode_id) as episode_id,
        max(team) as team,
        max(event_date) filter (where event_type = 'assessment_started') as last_start,
        max(event_date) filter (where event_type = 'assessment_completed') as last_completed,
        bool_or(event_type in ('case_closed', 'transferred_out')) as is_closed
    from events
    where event_type in ('assessment_started', 'assessment_completed', 'case_closed', 'transferred_out')
    group by episode_no
),

assessment_open_long as (
    select
        assessments.child_id,
        assessments.episode_id,
        assessments.last_start as event_date,
        load_settings.last_day as other_date,
        assessments.team,
        'assessment_started' as detail
    from assessments
    cross join load_settings
    where
        not assessments.is_closed
        and assessments.last_start <= load_settings.forty_five_working_days_ago
        and (assessments.last_completed is null or assessments.last_completed < assessments.last_start)
)

select * from assessment_open_long
