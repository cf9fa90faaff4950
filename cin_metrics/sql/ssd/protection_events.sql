-- Child protection plans and their reviews
-- Grain: one row per event of a row of the plans or reviews.
-- Reads: ssd_protection_plan, ssd_protection_review. Another authority's plan is set aside with its reviews.
with read_plans as (
    select
        *,
        case
            when fault is not null then fault
            when lower(ola) in ('y', 'yes', 'true', '1', 't') then 'other_authority'
        end as found_fault
    from ssd_protection_plan
),

plans as (
    select
        key,
        min(person_id) as person_id,
        min(referral_id) as referral_id,
        min(found_fault) as found_fault
    from read_plans
    where fault is null and key is not null
    group by key
),

protection_events as (
    select
        file_no,
        line,
        found_fault as fault,
        key as source_key,
        person_id as child_id,
        referral_id,
        'cp_plan_started' as event_type,
        start_date as event_date,
        start_day as event_day,
        null as outcome,
        'case' as belongs
    from read_plans
    union all
    select
        file_no,
        line,
        found_fault as fault,
        key as source_key,
        person_id as child_id,
        referral_id,
        'cp_plan_ended' as event_type,
        end_date as event_date,
        end_day as event_day,
        null as outcome,
        'case' as belongs
    from read_plans
    where end_date is not null and fault is null
    union all
    select
        reviews.file_no,
        reviews.line,
        coalesce(reviews.fault, plans.found_fault) as fault,
        reviews.key as source_key,
        coalesce(reviews.person_id, plans.person_id) as child_id,
        plans.referral_id,
        'cp_review' as event_type,
        reviews.review_date as event_date,
        reviews.review_day as event_day,
        case
            when lower(reviews.continues) in ('y', 'yes', 'true', '1', 't') then 'continue'
            when lower(reviews.continues) in ('n', 'no', 'false', '0', 'f') then 'close'
        end as outcome,
        'case' as belongs
    from ssd_protection_review as reviews
    left join plans on reviews.plan_id = plans.key
    where reviews.review_date is not null or reviews.fault is not null
)

select * from protection_events
