-- Rows aside: the rows of the event files that were not accepted
-- Grain: one row per such row, with the reason.
-- Reads: judged_rows, repeated_rows.
with rows_aside as (
    select event_no, reason from judged_rows where reason is not null
    union all
    select event_no, reason from repeated_rows
)

select * from rows_aside
