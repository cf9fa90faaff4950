-- Initial child protection conferences held
-- Grain: one row per row of the conferences that has a day or cannot be trusted.
-- Reads: ssd_conference, ssd_enquiry.
with enquiries as (
    select
        key,
        min(referral_id) as referral_id
    from ssd_enquiry
    where fault is null and key is not null
    group by key
),

conference_events as (
    select
        ssd_conference.file_no,
        ssd_conference.line,
        ssd_conference.fault,
        ssd_conference.key as source_key,
        ssd_conference.person_id as child_id,
        coalesce(ssd_conference.referral_id, enquiries.referral_id) as referral_id,
        'icpc_held' as event_type,
        ssd_conference.conference_date as event_date,
        ssd_conference.conference_day as event_day,
        ssd_conference.team,
        ssd_conference.worker,
        'case' as belongs
    from ssd_conference
    left join enquiries on ssd_conference.enquiry_id = enquiries.key
    where ssd_conference.conference_date is not null or ssd_conference.fault is not null
)

select * from conference_events
