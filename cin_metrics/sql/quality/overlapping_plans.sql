-- title: A plan began while another was open
-- Grain: one row per day on which a plan began with one begun before it that had not ended.
-- Reads: events.
-- why: Only one plan can be open. The second start is read as an update of the first plan, so the plan looks as
-- long as both together, and its first review and visits are counted from the earlier start.
-- mend: End the earlier plan on the day it ended, or take out the second start where it is an update.
-- touches: Plan standards, open plans by length, long plans among the signs of drift.
with plan_days as (
    select
        episode_no,
        event_date,
        min(child_id) as child_id,
        min(episode_id) as episode_id,
        max(team) as team,
        max(case when event_type = 'plan_started' then 1 else 0 end) as starts,
        max(case when event_type != 'plan_started' then 1 else 0 end) as ends
    from events
    where
        event_type in (
            'plan_started', 'plan_ended', 'cp_plan_started', 'cla_started', 'case_closed', 'transferred_out'
        )
    group by episode_no, event_date
),

standing as (
    select
        *,
        max(case when starts = 1 then event_date end) over earlier_days as last_start,
        max(case when ends = 1 then event_date end) over earlier_days as last_end
    from plan_days
    window earlier_days as (
        partition by episode_no order by event_date rows between unbounded preceding and 1 preceding
    )
),

overlapping_plans as (
    select
        child_id,
        episode_id,
        event_date,
        last_start as other_date,
        team,
        'plan_started' as detail
    from standing
    where
        starts = 1
        and ends = 0
        and last_start is not null
        and (last_end is null or last_end <= last_start)
)

select * from overlapping_plans
