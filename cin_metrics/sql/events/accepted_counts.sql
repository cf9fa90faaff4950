-- Accepted counts
-- Grain: one row per file with an accepted row.
-- Reads: event_rows, load_settings, read_children. The number of an event tells its file and line.
with accepted_counts as (
    select
        cast(floor(event_rows.event_no / load_settings.lines_a_file) as integer) as file_no,
        count(*) as accepted
    from event_rows
    cross join load_settings
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
