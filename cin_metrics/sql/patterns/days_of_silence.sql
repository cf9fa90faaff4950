-- How long ago the last work on file was, on every day of the period
-- Grain: one row per group (is_cwd) and number of days since: the child-days in need that stood so.
-- Reads: last_on_file; $first and $last (the period, both ends included).
with inside as (
    select
        is_cwd,
        date_diff('day', last_date, greatest(from_day, $first)) as from_days,
        date_diff('day', last_date, least(to_day, $last)) as to_days
    from last_on_file
    where from_day <= $last and to_day >= $first
),

each_day as (
    select is_cwd, unnest(range(from_days, to_days + 1)) as days_since
    from inside
),

days_of_silence as (
    select is_cwd, cast(days_since as integer) as days_since, count(*) as child_days
    from each_day
    group by is_cwd, days_since
    order by is_cwd, days_since
)

select * from days_of_silence
