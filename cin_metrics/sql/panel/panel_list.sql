-- The panel's list: plans by the day on which they reach the panel's month
-- Grain: one row per open plan of a child in need at the as-of date, the longest first.
-- Reads: open_plans, open_in_need, episode_cohorts, visible_events, drift_indicators, calendar, parameters;
-- $teams and $cohorts (empty: all), $months, $days and $working_days (the panel's month).
-- reaches_on: the plan is past the panel's month from the day after it. Only what is on file since the plan began counts.
with plans as (
    select
        open_plans.episode_no,
        open_in_need.child_id,
        open_in_need.episode_id,
        open_in_need.team,
        open_in_need.worker,
        open_in_need.is_cwd,
        open_plans.start_date as plan_since,
        case
            when $working_days > 0 then reached.day
            else cast(open_plans.start_date + $months * interval '1' month as date) + $days
        end as reaches_on
    from open_plans
    inner join open_in_need on open_plans.episode_no = open_in_need.episode_no
    left join calendar as started on open_plans.start_date = started.day
    left join calendar as reached
        on $working_days > 0
        and reached.is_working_day
        and started.working_day_number + $working_days = reached.working_day_number
    where
        (len($teams) = 0 or list_contains($teams, open_in_need.team))
        and (
            len($cohorts) = 0
            or open_plans.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
),

oversight as (
    select
        plans.episode_no,
        visible_events.event_type,
        visible_events.event_date,
        visible_events.event_no,
        visible_events.outcome
    from plans
    inner join visible_events
        on plans.episode_no = visible_events.episode_no
        and visible_events.event_type in ('panel_review', 'extension_agreed', 'manager_decision')
        and visible_events.event_date >= plans.plan_since
),

on_file as (
    select
        episode_no,
        max(case when event_type = 'panel_review' then event_date end) as panel_date,
        max(case when event_type = 'extension_agreed' then event_date end) as extension_date
    from oversight
    group by episode_no
),

decisions as (
    select
        episode_no,
        event_date as decision_date,
        event_type as decided_by,
        outcome as decision,
        row_number() over (partition by episode_no order by event_date desc, event_no desc) as from_latest
    from oversight
    where event_type in ('panel_review', 'manager_decision') and outcome is not null
),

indicators as (
    select episode_no, count(*) as number_of_indicators
    from drift_indicators
    group by episode_no
),

panel_list as (
    select
        plans.*,
        date_diff('day', parameters.as_of, plans.reaches_on) as days_until,
        on_file.panel_date,
        on_file.extension_date,
        decisions.decision,
        decisions.decision_date,
        decisions.decided_by,
        coalesce(indicators.number_of_indicators, 0) as number_of_indicators
    from plans
    cross join parameters
    left join on_file on plans.episode_no = on_file.episode_no
    left join decisions on plans.episode_no = decisions.episode_no and decisions.from_latest = 1
    left join indicators on plans.episode_no = indicators.episode_no
    order by plans.plan_since, plans.episode_no
)

select * from panel_list
