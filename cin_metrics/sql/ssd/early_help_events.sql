-- Early help started and ended
-- Grain: one row per event of a row of early help.
-- Reads: ssd_early_help.
with early_help_events as (
    select
        file_no,
        line,
        fault,
        key as source_key,
        person_id as child_id,
        'early_help_started' as event_type,
        start_date as event_date,
        start_day as event_day,
        'early_help' as belongs
    from ssd_early_help
    union all
    select
        file_no,
        line,
        fault,
        key as source_key,
        person_id as child_id,
        'early_help_ended' as event_type,
        end_date as event_date,
        end_day as event_day,
        'early_help' as belongs
    from ssd_early_help
    where end_date is not null and fault is null
)

select * from early_help_events
