-- Accepted counts
-- Grain: one row per file with an accepted row.
-- Reads: event_rows, read_children. The number of an event tells its file and line.
with accepted_counts as (
    select
        cast(floor(event_no / 1000000000000) as integer) as file_no,
        count(*) as accepted
    from event_rows
    group by 1
    union all
    select
        file_no,
        count(*) as accepted
    from read_children
    where reason is null
    group by file_no
)

select * from accepted_counts
