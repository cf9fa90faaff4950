-- Drift: a plan older than the threshold and never reviewed by a manager
-- Grain: one row per open plan. since: the day the plan started.
-- Reads: open_plans, visible_events, drift_settings, deadlines, parameters.
with past as (
    select open_plans.episode_no, open_plans.start_date
    from open_plans
    cross join parameters
    inner join drift_settings on drift_settings.indicator = 'no_manager_review'
    inner join deadlines on drift_settings.limit_no = deadlines.limit_no and open_plans.start_date = deadlines.day
    where deadlines.after_date < parameters.as_of
),

indicated as (
    select
        past.episode_no,
        'no_manager_review' as indicator,
        past.start_date as since,
        concat('Plan open since ', past.start_date, ' with no review chaired by a manager') as detail
    from past
    left join visible_events as reviews
        on past.episode_no = reviews.episode_no
        and reviews.event_type = 'cin_review'
        and reviews.chaired_by = 'manager'
        and past.start_date <= reviews.event_date
    where reviews.episode_no is null
)

select * from indicated
