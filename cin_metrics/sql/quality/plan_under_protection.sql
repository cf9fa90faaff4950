-- title: A child in need plan inside a protection plan
-- Grain: one row per start or end of a child in need plan on a day inside a child protection plan.
-- Reads: events.
-- why: Under a protection plan there is no child in need plan beside it: its days count for no rule, and one of the
-- two plans has a wrong date or is of the wrong kind.
-- mend: End the child in need plan on the day the protection plan began, and begin it when that ended.
-- touches: Plan standards, open plans by length, steps to and from protection.
with turns as (
    select
        episode_no,
        event_date,
        max(event_type = 'cp_plan_started') as starts,
        lead(event_date) over (partition by episode_no order by event_date) as next_date
    from events
    where event_type in ('cp_plan_started', 'cp_plan_ended', 'case_closed', 'transferred_out')
    group by episode_no, event_date
),

plan_under_protection as (
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
    where events.event_type in ('plan_started', 'plan_ended')
)

select * from plan_under_protection
