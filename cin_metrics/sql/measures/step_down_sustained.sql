-- step_down_sustained_3, _6, _12: no new protection within N months of leaving it for section 17
-- Grain: one row per in_need spell that began on leaving protection in the period and was followed for N months.
-- Reads: spells, episodes, held, follow_ups, period, parameters. Any later protection plan of the child counts.
with step_downs as (
    select
        spells.episode_no,
        spells.start_date,
        episodes.child_id,
        follow_ups.measure,
        cast(spells.start_date + follow_ups.months * interval '1' month as date) as followed_until
    from spells
    cross join period
    cross join follow_ups
    inner join episodes on spells.episode_no = episodes.episode_no
    where
        spells.spell = 'in_need'
        and spells.started_by = 'cp_plan_ended'
        and spells.start_date >= period.period_start
        and spells.start_date <= period.period_end
),

protections as (
    select episodes.child_id, spells.start_date
    from spells
    inner join episodes on spells.episode_no = episodes.episode_no
    where spells.spell = 'protection'
),

returned as (
    select distinct step_downs.episode_no, step_downs.start_date, step_downs.measure
    from step_downs
    inner join protections
        on step_downs.child_id = protections.child_id
        and step_downs.start_date < protections.start_date
        and step_downs.followed_until >= protections.start_date
),

cases as (
    select
        step_downs.measure,
        step_downs.episode_no,
        held.team,
        held.worker,
        step_downs.start_date as counted_on,
        case when returned.measure is null then 1 else 0 end as numerator,
        1 as denominator
    from step_downs
    cross join parameters
    left join returned
        on step_downs.episode_no = returned.episode_no
        and step_downs.start_date = returned.start_date
        and step_downs.measure = returned.measure
    left join held
        on step_downs.episode_no = held.episode_no
        and step_downs.start_date >= held.from_date
        and step_downs.start_date < held.until_date
    where step_downs.followed_until <= parameters.as_of
)

select * from cases
