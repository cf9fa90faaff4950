-- How long silences last
-- Grain: one row per group (is_cwd), length in days, and whether still running; of those that began in the period.
-- Reads: silences; $first and $last (the period, both ends included).
with silence_lengths as (
    select is_cwd, days, is_running, count(*) as silences
    from silences
    where from_date >= $first and from_date <= $last
    group by is_cwd, days, is_running
    order by is_cwd, days, is_running
)

select * from silence_lengths
