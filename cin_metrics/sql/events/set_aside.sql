-- Set aside
-- Grain: one row per row that was not accepted, with the first reason and its cells as they were given.
-- Reads: rows_aside, raw_rows, read_children, files.
with events_aside as (
    select
        raw_rows.file_no,
        raw_rows.line,
        rows_aside.reason,
        nullif(raw_rows.child_id, '') as child_id,
        nullif(raw_rows.event_type, '') as event_type,
        coalesce(nullif(raw_rows.event_date, ''), cast(raw_rows.event_day as varchar)) as event_date,
        coalesce(nullif(raw_rows.recorded_date, ''), cast(raw_rows.recorded_day as varchar)) as recorded_date,
        nullif(raw_rows.episode_id, '') as episode_id,
        nullif(raw_rows.team, '') as team,
        nullif(raw_rows.worker, '') as worker,
        nullif(raw_rows.cohort, '') as cohort,
        nullif(raw_rows.outcome, '') as outcome,
        nullif(raw_rows.child_seen, '') as child_seen,
        nullif(raw_rows.seen_alone, '') as seen_alone,
        nullif(raw_rows.chaired_by, '') as chaired_by,
        nullif(raw_rows.family_id, '') as family_id
    from rows_aside
    inner join raw_rows on rows_aside.event_no = raw_rows.event_no
),

all_aside as (
    select * from events_aside
    union all by name
    select file_no, line, reason, child_id from read_children where reason is not null
),

set_aside as (
    select
        files.name as file,
        all_aside.* exclude (file_no)
    from all_aside
    inner join files on all_aside.file_no = files.file_no
    order by all_aside.file_no, all_aside.line
)

select * from set_aside
