-- step_up_rate, step_down_rate: times in need that ended in protection (early help), per child-day in need
-- Grain: one row per such ending, and one per in_need spell, month and holder for the days in need.
-- Reads: ended_spells, spells, months, held, parameters.
-- The value is per 100 children in need per month: numerator / denominator × 30.4375 × 100. A day is counted from the first
-- of the spell up to, not including, its last; what is open runs through the as-of date.
with days as (
    select
        spells.episode_no,
        held.team,
        held.worker,
        greatest(spells.start_date, months.from_date, held.from_date) as first_day,
        least(coalesce(spells.end_date, parameters.as_of + 1), months.until_date, held.until_date) as last_day
    from spells
    cross join parameters
    inner join months
        on spells.start_date < months.until_date
        and coalesce(spells.end_date, parameters.as_of + 1) > months.from_date
    inner join held on spells.episode_no = held.episode_no
    where spells.spell = 'in_need'
),

steps as (
    select 'step_up_rate' as measure, 'protection' as ended_how
    union all
    select 'step_down_rate' as measure, 'early_help' as ended_how
),

cases as (
    select
        steps.measure,
        days.episode_no,
        days.team,
        days.worker,
        days.first_day as counted_on,
        0 as numerator,
        date_diff('day', days.first_day, days.last_day) as denominator
    from days
    cross join steps
    where days.first_day < days.last_day
    union all
    select
        steps.measure,
        ended_spells.episode_no,
        ended_spells.team,
        ended_spells.worker,
        ended_spells.end_date as counted_on,
        1 as numerator,
        0 as denominator
    from ended_spells
    inner join steps on ended_spells.ended_how = steps.ended_how
)

select * from cases
