-- Children coming into care and leaving it
-- Grain: one row per event of a row of the episodes of care; a change of placement is none.
-- Reads: ssd_care. A child whose earliest row is a change came into care before the extract begins: on the
-- day the row says that care was entered, else on the day of that row.
with numbered as (
    select
        *,
        upper(left(start_reason, 1)) = 'S' as starts_care,
        row_number() over (
            partition by person_id order by fault is not null, start_day nulls last, file_no, line
        ) as place
    from ssd_care
),

care_events as (
    select
        file_no,
        line,
        fault,
        key as source_key,
        person_id as child_id,
        referral_id,
        'cla_started' as event_type,
        start_date as event_date,
        start_day as event_day,
        'case' as belongs
    from numbered
    where coalesce(starts_care, false) or fault is not null or start_date is null
    union all
    select
        file_no,
        line,
        fault,
        key as source_key,
        person_id as child_id,
        referral_id,
        'cla_started' as event_type,
        coalesce(entered_date, start_date) as event_date,
        coalesce(entered_day, start_day) as event_day,
        'case' as belongs
    from numbered
    where place = 1 and not coalesce(starts_care, false) and fault is null and start_date is not null
    union all
    select
        file_no,
        line,
        fault,
        key as source_key,
        person_id as child_id,
        referral_id,
        'cla_ended' as event_type,
        ceased_date as event_date,
        ceased_day as event_day,
        'case' as belongs
    from numbered
    where
        ceased_date is not null
        and fault is null
        and not coalesce(upper(ceased_reason) = 'X1' or upper(left(ceased_reason, 3)) in ('X1:', 'X1 '), false)
)

select * from care_events
