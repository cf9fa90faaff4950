-- Deadlines: where each limit leads from each day
-- Grain: one row per limit and calendar day.
-- Reads: limits, calendar.
-- after_date is the day by which something within the limit must happen, before_date the last day on which something that
-- must come that much earlier may happen. Months clamp to the month's last day; no date is moved off a weekend.
with working_days as (
    select day, working_day_number
    from calendar
    where is_working_day
),

deadlines as (
    select
        limits.limit_no,
        calendar.day,
        case limits.unit
            when 'working_day' then later.day
            when 'day' then calendar.day + limits.number
            else cast(calendar.day + limits.number * interval '1' month as date)
        end as after_date,
        case limits.unit
            when 'working_day' then earlier.day
            when 'day' then calendar.day - limits.number
            else cast(calendar.day - limits.number * interval '1' month as date)
        end as before_date
    from limits
    cross join calendar
    left join working_days as later
        on limits.unit = 'working_day'
        and calendar.working_day_number + limits.number = later.working_day_number
    left join working_days as earlier
        on limits.unit = 'working_day'
        and calendar.working_day_number + 1 - limits.number - case when calendar.is_working_day then 1 else 0 end
        = earlier.working_day_number
)

select * from deadlines
