-- title: Something happened after the closing
-- Grain: one row per event dated after the first closing or transfer out of its episode.
-- Reads: events.
-- why: A visit or review after the closing counts for no rule. Often the case was reopened and the new
-- referral is not on file, or the closing carries the wrong date. What belongs to closing (summary,
-- circulation, early help, a contact) is not asked about.
-- mend: Record the new referral, or put right the date of the closing.
-- touches: What it would have met: visits, reviews and plans of the case that went on.
with closings as (
    select
        episode_no,
        min(event_date) as closing_date
    from events
    where event_type in ('case_closed', 'transferred_out')
    group by episode_no
),

event_after_closure as (
    select
        events.child_id,
        events.episode_id,
        events.event_date,
        closings.closing_date as other_date,
        events.team,
        events.event_type as detail
    from events
    inner join closings on events.episode_no = closings.episode_no and events.event_date > closings.closing_date
    where
        events.event_type not in (
            'case_closed',
            'transferred_out',
            'closure_summary',
            'early_help_started',
            'early_help_ended',
            'contact_received',
            'reason_recorded',
            'assessment_shared',
            'plan_circulated',
            'minutes_circulated',
            'checkpoint_circulated'
        )
)

select * from event_after_closure
