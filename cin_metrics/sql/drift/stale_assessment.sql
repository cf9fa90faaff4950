-- Drift: the last assessment is older than the threshold
-- Grain: one row per episode in need. since: the day of that assessment.
-- Reads: open_in_need, visible_events, drift_settings, deadlines, parameters. Without any assessment there is nothing stale.
with last_assessments as (
    select open_in_need.episode_no, max(visible_events.event_date) as day
    from open_in_need
    inner join visible_events
        on open_in_need.episode_no = visible_events.episode_no
        and visible_events.event_type = 'assessment_completed'
    group by open_in_need.episode_no
),

indicated as (
    select
        last_assessments.episode_no,
        'stale_assessment' as indicator,
        last_assessments.day as since,
        concat('Last assessment completed on ', last_assessments.day) as detail
    from last_assessments
    cross join parameters
    inner join drift_settings on drift_settings.indicator = 'stale_assessment'
    inner join deadlines on drift_settings.limit_no = deadlines.limit_no and last_assessments.day = deadlines.day
    where deadlines.after_date < parameters.as_of
)

select * from indicated
