-- The months of the period, and the part of each that lies in it and is not after the as-of date
-- Grain: one row per calendar month touched. until_date is the first day no longer counted.
-- Reads: calendar, period, parameters.
select
    cast(date_trunc('month', calendar.day) as date) as month_start,
    min(calendar.day) as from_date,
    max(calendar.day) + 1 as until_date
from calendar
cross join period
cross join parameters
where
    calendar.day >= period.period_start
    and calendar.day <= period.period_end
    and calendar.day <= parameters.as_of
group by cast(date_trunc('month', calendar.day) as date)
