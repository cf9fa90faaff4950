-- Contacts
-- Grain: one row per row of the contacts.
-- Reads: ssd_contact.
with contact_events as (
    select
        file_no,
        line,
        fault,
        key as source_key,
        person_id as child_id,
        'contact_received' as event_type,
        contact_date as event_date,
        contact_day as event_day,
        case
            when
                regexp_matches(
                    outcome_json, '(?i)(^|[^a-z_])NFA_FLAG["''\s\\]*[:=]["''\s\\]*(y|yes|true|1)([^a-z0-9]|$)'
                ) then 'nfa'
        end as outcome,
        'contact' as belongs
    from ssd_contact
)

select * from contact_events
