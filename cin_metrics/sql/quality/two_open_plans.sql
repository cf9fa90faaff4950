-- title: Two plans open at once
-- Grain: one row per open episode in which two or more plans began after the last one ended.
-- Reads: events.
-- why: A child has one plan. The one that is out of date was left open, so it looks as if the child had been on a
-- plan since its start.
-- mend: End the plan that is out of date.
-- touches: Open plans by length, long plans among the signs of drift, the list for the panel.
with plan_days as (
    select
        episode_no,
        min(child_id) as child_id,
        min(episode_id) as episode_id,
        max(team) as team,
        max(event_date) filter (
            where event_type in ('plan_ended', 'cp_plan_started', 'cla_started', 'case_closed', 'transferred_out')
        ) as last_end,
        bool_or(event_type in ('case_closed', 'transferred_out')) as is_closed
    from events
    where
        event_type in (
            'plan_started', 'plan_ended', 'cp_plan_started', 'cla_started', 'case_closed', 'transferred_out'
        )
    group by episode_no
),

starts as (
    select
        plan_days.child_id,
        plan_days.episode_id,
        plan_days.team,
        min(events.event_date) as first_start,
        max(events.event_date) as last_start
    from events
    inner join plan_days
        on events.episode_no = plan_days.episode_no
        and events.event_date >= coalesce(plan_days.last_end, date '0001-01-01')
        and not plan_days.is_closed
    where events.event_type = 'plan_started'
    group by plan_days.child_id, plan_days.episode_id, plan_days.team
),

two_open_plans as (
    select
        child_id,
        episode_id,
        last_start as event_date,
        first_start as other_date,
        team,
        'open since' as detail
    from starts
    where first_start < last_start
)

select * from two_open_plans
