-- Set aside
-- Grain: one row per row that was not accepted, with the first reason and its cells as they were given.
-- Reads: faulty_rows, repeated_rows, raw_rows, read_children, files.
with reasons as (
    select event_no, reason from faulty_rows
    union all
    select event_no, reason from repeated_rows
),

events_aside as (
    select
        raw_rows.file_no,
        raw_rows.line,
        reasons.reason,
        raw_rows.child_id,
        raw_rows.event_type,
        coalesce(raw_rows.event_date, cast(raw_rows.event_day as varchar)) as event_date,
        coalesce(raw_rows.recorded_date, cast(raw_rows.recorded_day as varchar)) as recorded_date,
        raw_rows.episode_id,
        raw_rows.team,
        raw_rows.worker,
        raw_rows.cohort,
        raw_rows.outcome,
        raw_rows.child_seen,
        raw_rows.seen_alone,
        raw_rows.chaired_by,
        raw_rows.family_id
    from reasons
    inner join raw_rows on reasons.event_no = raw_rows.event_no
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
