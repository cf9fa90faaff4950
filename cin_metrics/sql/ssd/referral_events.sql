-- Referrals and closures
-- Grain: one row per event of a row of the referrals.
-- Reads: read_referrals. A closure RC5 is a transfer to another authority. The worker of a referral is the front door's, not the case's, and is left out.
with received as (
    select
        *,
        'referral_received' as event_type,
        start_date as event_date,
        start_day as event_day,
        case when is_nfa then 'nfa' end as outcome
    from read_referrals
),

closed as (
    select
        *,
        case when close_reason = 'RC5' then 'transferred_out' else 'case_closed' end as event_type,
        close_date as event_date,
        close_day as event_day,
        case when close_reason <> 'RC5' then close_reason end as outcome
    from read_referrals
    where close_date is not null and fault is null
),

over_at_once as (
    select
        *,
        'case_closed' as event_type,
        start_date as event_date,
        start_day as event_day,
        'nfa' as outcome
    from read_referrals
    where close_date is null and is_nfa and not is_worked_on and fault is null
),

all_events as (
    select * from received
    union all
    select * from closed
    union all
    select * from over_at_once
),

referral_events as (
    select
        file_no,
        line,
        fault,
        referral_id as source_key,
        child_id,
        referral_id,
        event_type,
        event_date,
        event_day,
        team,
        outcome,
        'case' as belongs
    from all_events
)

select * from referral_events
