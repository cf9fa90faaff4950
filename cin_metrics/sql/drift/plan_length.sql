-- Drift: the open plan is older than the threshold
-- Grain: one row per open plan past it. since: the day the plan started.
-- Reads: open_plans, visible_events, drift_settings, deadlines, parameters.
with past as (
    select open_plans.episode_no, open_plans.start_date
    from open_plans
    cross join parameters
    inner join drift_settings on drift_settings.indicator = 'plan_length'
    inner join deadlines on drift_settings.limit_no = deadlines.limit_no and open_plans.start_date = deadlines.day
    where deadlines.after_date < parameters.as_of
),

oversight as (
    select
        past.episode_no,
        past.start_date,
        max(case when visible_events.event_type = 'panel_review' then visible_events.event_date end) as panel_date,
        max(case when visible_events.event_type = 'extension_agreed' then visible_events.event_date end)
            as extension_date
    from past
    left join visible_events
        on past.episode_no = visible_events.episode_no
        and visible_events.event_type in ('panel_review', 'extension_agreed')
        and past.start_date <= visible_events.event_date
    group by past.episode_no, past.start_date
),

indicated as (
    select
        episode_no,
        'plan_length' as indicator,
        start_date as since,
        concat(
            'Plan open since ', start_date, '; ',
            coalesce('panel on ' || cast(panel_date as varchar), 'no panel on file'), '; ',
            coalesce('extension agreed on ' || cast(extension_date as varchar), 'no extension on file')
        ) as detail
    from oversight
)

select * from indicated
