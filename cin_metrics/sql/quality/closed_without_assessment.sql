-- title: Closed after assessment, yet none is on file
-- Grain: one row per closing with reason RC8 or RC9 of an episode without a completed assessment.
-- Reads: events.
-- why: The reason says that the case was closed after an assessment. Without one it cannot be told whether it was on
-- time, or done at all. Not asked of an extract without any completed assessment, nor where the referral needed none.
-- mend: Record the assessment, or give the reason that fits.
-- touches: Assessment standards, how time in need ended.
with assessed as (
    select distinct episode_no
    from events
    where event_type = 'assessment_completed'
),

not_to_be_assessed as (
    select distinct episode_no
    from events
    where event_type = 'referral_received' and outcome = 'nfa'
),

closed_without_assessment as (
    select
        events.child_id,
        events.episode_id,
        events.event_date,
        cast(null as date) as other_date,
        events.team,
        events.outcome as detail
    from events
    where
        events.event_type = 'case_closed'
        and events.outcome in ('RC8', 'RC9')
        and events.episode_no not in (select assessed.episode_no from assessed)
        and events.episode_no not in (select not_to_be_assessed.episode_no from not_to_be_assessed)
        and exists (select 1 from assessed)
)

select * from closed_without_assessment
