-- Reason counts
-- Grain: one row per reason for which a row was set aside.
-- Reads: set_aside.
with reason_counts as (
    select
        reason,
        count(*) as set_aside
    from set_aside
    group by reason
)

select * from reason_counts
