-- Strategy discussions and section 47 enquiries
-- Grain: one row per event of a row of the enquiries.
-- Reads: ssd_enquiry, ssd_conference. An enquiry starts on the day of the strategy discussion that led to it.
with held as (
    select distinct enquiry_id
    from ssd_conference
    where enquiry_id is not null and conference_date is not null and fault is null
),

read_enquiries as (
    select
        ssd_enquiry.*,
        held.enquiry_id is not null
        or coalesce(
            regexp_matches(
                ssd_enquiry.outcome_json,
                '(?i)(^|[^a-z_])CP_CONFERENCE_FLAG["''\s\\]*[:=]["''\s\\]*(y|yes|true|1)([^a-z0-9]|$)'
            ),
            false
        ) as to_conference
    from ssd_enquiry
    left join held on ssd_enquiry.key = held.enquiry_id
),

enquiry_events as (
    select
        file_no,
        line,
        fault,
        key as source_key,
        person_id as child_id,
        referral_id,
        'strategy_discussion' as event_type,
        start_date as event_date,
        start_day as event_day,
        team,
        worker,
        case when to_conference then 's47_icpc' else 's47' end as outcome,
        'case' as belongs
    from read_enquiries
    union all
    select
        file_no,
        line,
        fault,
        key as source_key,
        person_id as child_id,
        referral_id,
        's47_started' as event_type,
        start_date as event_date,
        start_day as event_day,
        team,
        worker,
        null as outcome,
        'case' as belongs
    from read_enquiries
    where fault is null
)

select * from enquiry_events
