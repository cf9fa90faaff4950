-- Rows that are sound and tell of nothing that happened
-- Grain: one row per table and kind of such rows.
-- Reads: ssd_visit, ssd_conference, ssd_protection_review, ssd_care, ssd_involvement, allocated_roles.
with rows_without_event as (
    select
        'visit' as table_name,
        'no day' as kind,
        count(*) as row_count
    from ssd_visit
    where visit_date is null and fault is null
    union all
    select
        'conference' as table_name,
        'no day' as kind,
        count(*) as row_count
    from ssd_conference
    where conference_date is null and fault is null
    union all
    select
        'protection_review' as table_name,
        'no day' as kind,
        count(*) as row_count
    from ssd_protection_review
    where review_date is null and fault is null
    union all
    select
        'care' as table_name,
        'change' as kind,
        count(*) as row_count
    from ssd_care
    where fault is null and start_date is not null and not coalesce(upper(left(start_reason, 1)) = 'S', false)
    union all
    select
        'involvement' as table_name,
        'other role' as kind,
        count(*) as row_count
    from ssd_involvement
    where fault is null and (role is null or role not in (select allocated_roles.role from allocated_roles))
)

select * from rows_without_event
