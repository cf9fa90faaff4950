-- title: No conference after an enquiry that called for one
-- Grain: one row per strategy discussion that led to an enquiry and a conference, more than 15 working days before the
-- last day of the extract, with no conference on file since in its episode.
-- Reads: events, load_settings.
-- why: A child thought to be at risk of significant harm has waited longer for a conference than statutory guidance
-- allows, or the conference is not on file.
-- mend: Record the conference, or that it was decided against (outcome s47 and not s47_icpc).
-- touches: Child protection standards.
with conferences as (
    select
        episode_no,
        max(event_date) as conference_date
    from events
    where event_type in ('icpc_held', 'cp_plan_started', 'case_closed', 'transferred_out')
    group by episode_no
),

enquiry_without_conference as (
    select
        events.child_id,
        events.episode_id,
        events.event_date,
        load_settings.last_day as other_date,
        events.team,
        events.event_type as detail
    from events
    cross join load_settings
    left join conferences on events.episode_no = conferences.episode_no
    where
        events.event_type = 'strategy_discussion'
        and events.outcome = 's47_icpc'
        and events.event_date <= load_settings.fifteen_working_days_ago
        and (conferences.conference_date is null or conferences.conference_date < events.event_date)
)

select * from enquiry_without_conference
