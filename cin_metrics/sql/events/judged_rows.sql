-- Judged rows: every row with the first reason to set it aside
-- Grain: one row per row of the event files; ``reason`` is null where there is none.
-- Reads: normalised_rows, load_settings. Rows equal to an earlier one are found later (repeated_rows).
with judged_rows as (
    select
        normalised_rows.* exclude (fault, child_id, recorded_date_given),
        case
            when fault is not null then fault
            when child_id is null then 'no_child_id'
            when event_type is null then 'unknown_event_type'
            when event_date is null then 'unreadable_event_date'
            when recorded_date_given and recorded_date is null then 'unreadable_recorded_date'
            when event_date < date '1990-01-01' then 'before_1990'
            when event_date > (select extract_date from load_settings) then 'after_extract_date'
        end as reason
    from normalised_rows
)

select * from judged_rows
