-- The days of the period, the last working days of each month or quarter told apart
-- Grain: one row per day of the period; stretch and is_period_end are empty on days that are not worked.
-- Reads: whole_quarters; $window (month or quarter), $working_days (how many are the last), $first and $last.
-- Each month (quarter) is cut from its end into stretches of so many working days, named by their first day: the last one is
-- the period end, the others are what it is held against. What is left over at the start is a shorter stretch.
with numbered as (
    select
        day,
        is_working_day,
        extract(year from day) as year,
        extract(quarter from day) as quarter,
        case when $window = 'month' then extract(month from day) else 0 end as month,
        working_day_number
    from whole_quarters
),

counted_back as (
    select
        *,
        max(working_day_number) over (partition by year, quarter, month) - working_day_number as days_to_end
    from numbered
),

placed as (
    select
        *,
        case when is_working_day then floor(days_to_end / $working_days) end as stretch_no
    from counted_back
),

stretches as (
    select
        day,
        stretch_no = 0 as is_period_end,
        case when is_working_day then min(day) over (partition by year, quarter, month, stretch_no) end as stretch
    from placed
),

period_days as (
    select
        day,
        is_period_end,
        stretch,
        count(stretch) over (partition by stretch) = $working_days and not is_period_end as is_whole_stretch
    from stretches
    where day >= $first and day <= $last
)

select * from period_days
