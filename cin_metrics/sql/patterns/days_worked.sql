-- How many working days the period has, how many of them are the last of a month or quarter, and what stands beside these
-- Grain: one row.
-- Reads: period_days. whole_stretches: other whole stretches of as many working days.
with days_worked as (
    select
        count(stretch) as working_days,
        count(case when is_period_end then 1 end) as last_days,
        count(distinct case when is_whole_stretch then stretch end) as whole_stretches
    from period_days
)

select * from days_worked
