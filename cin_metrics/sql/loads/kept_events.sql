-- Events as they are kept: the contract's columns, a time of day behind the day where one was given
-- Grain: one row per event, in the order in which they were read.
-- Reads: events.
with kept_events as (
    select
        child_id,
        episode_id,
        event_type,
        case
            when event_time is null then cast(event_date as varchar)
            else concat(event_date, ' ', event_time)
        end as event_date,
        recorded_date,
        team,
        worker,
        cohort,
        outcome,
        child_seen,
        seen_alone,
        chaired_by,
        family_id
    from events
    order by event_no
)

select * from kept_events
