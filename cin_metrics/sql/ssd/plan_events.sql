-- Child in need plans started and ended
-- Grain: one row per event of a row of the plans.
-- Reads: ssd_plan.
with plan_events as (
    select
        file_no,
        line,
        fault,
        key as source_key,
        person_id as child_id,
        referral_id,
        'plan_started' as event_type,
        start_date as event_date,
        start_day as event_day,
        team,
        worker,
        'case' as belongs
    from ssd_plan
    union all
    select
        file_no,
        line,
        fault,
        key as source_key,
        person_id as child_id,
        referral_id,
        'plan_ended' as event_type,
        end_date as event_date,
        end_day as event_day,
        team,
        worker,
        'case' as belongs
    from ssd_plan
    where end_date is not null and fault is null
)

select * from plan_events
