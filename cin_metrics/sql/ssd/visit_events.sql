-- Visits to children in need
-- Grain: one row per row of the visits that has a day or cannot be trusted.
-- Reads: ssd_visit, ssd_plan. Mosaic's visits name no child: the plan they are made under does.
with plans as (
    select
        key,
        min(person_id) as person_id,
        min(referral_id) as referral_id
    from ssd_plan
    where fault is null and key is not null
    group by key
),

visit_events as (
    select
        ssd_visit.file_no,
        ssd_visit.line,
        ssd_visit.fault,
        ssd_visit.key as source_key,
        coalesce(ssd_visit.person_id, plans.person_id) as child_id,
        plans.referral_id,
        'cin_visit' as event_type,
        ssd_visit.visit_date as event_date,
        ssd_visit.visit_day as event_day,
        ssd_visit.seen as child_seen,
        ssd_visit.seen_alone,
        'case' as belongs
    from ssd_visit
    left join plans on ssd_visit.plan_id = plans.key
    where ssd_visit.visit_date is not null or ssd_visit.fault is not null
)

select * from visit_events
