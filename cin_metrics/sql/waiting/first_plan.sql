-- first_plan: from the start of a time in need to its first plan
-- Grain: one row per in_need spell.
-- Reads: times_in_need, plans.
with first_plans as (
    select times_in_need.spell_no, min(plans.start_date) as plan_date
    from times_in_need
    inner join plans
        on times_in_need.episode_no = plans.episode_no
        and times_in_need.start_date <= plans.start_date
        and (times_in_need.end_date is null or times_in_need.end_date >= plans.start_date)
    group by times_in_need.spell_no
),

waits as (
    select
        'first_plan' as wait,
        times_in_need.episode_no,
        times_in_need.start_date,
        coalesce(first_plans.plan_date, times_in_need.end_date) as end_date,
        case when first_plans.plan_date is not null then 'planned' else times_in_need.ended end as ended
    from times_in_need
    left join first_plans on times_in_need.spell_no = first_plans.spell_no
)

select * from waits
