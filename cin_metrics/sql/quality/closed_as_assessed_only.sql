-- title: Closed after assessment, yet there was a plan or an enquiry
-- Grain: one row per closing with reason RC8 or RC9 of an episode with a plan, an enquiry or a protection plan.
-- Reads: events.
-- why: RC8 and RC9 are for cases closed after assessment with nothing more done. The reason hides that the child had
-- services, and RC9 counts as early help.
-- mend: Give the reason that fits, mostly RC7, or take out what belongs to another case.
-- touches: How time in need ended, step-down to early help.
with work as (
    select
        episode_no,
        min(event_date) as work_date,
        arg_min(event_type, event_date) as event_type
    from events
    where event_type in ('plan_started', 's47_started', 'cp_plan_started')
    group by episode_no
),

closed_as_assessed_only as (
    select
        events.child_id,
        events.episode_id,
        events.event_date,
        work.work_date as other_date,
        events.team,
        work.event_type as detail
    from events
    inner join work on events.episode_no = work.episode_no and events.event_date >= work.work_date
    where events.event_type = 'case_closed' and events.outcome in ('RC8', 'RC9')
)

select * from closed_as_assessed_only
