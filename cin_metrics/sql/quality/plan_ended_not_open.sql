-- title: A plan ended that had not begun
-- Grain: one row per day on which a plan ended with none begun since the last one ended.
-- Reads: events.
-- why: Either the start of the plan is not on file, so that its reviews are judged by no rule, or it was
-- ended twice.
-- mend: Record when the plan began, or take out the second ending.
-- touches: Plan and review standards, open plans by length.
with plan_days as (
    select
        episode_no,
        event_date,
        min(child_id) as child_id,
        min(episode_id) as episode_id,
        max(team) as team,
        max(case when event_type = 'plan_started' then 1 else 0 end) as starts,
        max(case when event_type = 'plan_ended' then 1 else 0 end) as ends
    from events
    where event_type in ('plan_started', 'plan_ended')
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

plan_ended_not_open as (
    select
        child_id,
        episode_id,
        event_date,
        last_end as other_date,
        team,
        'plan_ended' as detail
    from standing
    where
        ends = 1
        and starts = 0
        and (last_start is null or last_start < last_end)
)

select * from plan_ended_not_open
