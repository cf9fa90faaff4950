-- title: A child in need visit while on a protection plan
-- Grain: one row per child in need visit on a day inside a child protection plan.
-- Reads: events.
-- why: Under a protection plan visits are made under it. This one counts for no rule about children in
-- need; often it is of the wrong kind, or the protection plan ended and its end is not on file.
-- mend: Check the kind of visit and the dates of the protection plan.
-- touches: Visit standards.
with turns as (
    select
        episode_no,
        event_date,
        max(event_type = 'cp_plan_started') as starts,
        max(event_type = 'cp_plan_ended') as ends,
        lead(event_date) over (partition by episode_no order by event_date) as next_date
    from events
    where event_type in ('cp_plan_started', 'cp_plan_ended', 'case_closed', 'transferred_out')
    group by episode_no, event_date
),

visit_under_protection as (
    select
        events.child_id,
        events.episode_id,
        events.event_date,
        turns.event_date as other_date,
        events.team,
        events.event_type as detail
    from events
    inner join turns
        on events.episode_no = turns.episode_no
        and turns.starts
        and events.event_date > turns.event_date
        and events.event_date < coalesce(turns.next_date, date '9999-12-31')
    where events.event_type = 'cin_visit'
)

select * from visit_under_protection
