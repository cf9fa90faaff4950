-- Routes: how the child of a visit or an involvement was found
-- Grain: one row per table and route.
-- Reads: ssd_visit, ssd_plan, ssd_involvement, allocated_roles, known_referrals.
with visits as (
    select
        'visit' as table_name,
        case
            when person_id is not null then 'child'
            when plan_id in (select ssd_plan.key from ssd_plan where ssd_plan.key is not null) then 'plan'
            else 'none'
        end as route
    from ssd_visit
    where fault is null and visit_date is not null
),

involvements as (
    select
        'involvement' as table_name,
        case
            when person_id is not null then 'child'
            when referral_id in (select known_referrals.referral_id from known_referrals) then 'referral'
            else 'none'
        end as route
    from ssd_involvement
    where fault is null and role in (select allocated_roles.role from allocated_roles)
),

all_routes as (
    select * from visits
    union all
    select * from involvements
),

routes as (
    select
        table_name,
        route,
        count(*) as row_count
    from all_routes
    group by table_name, route
)

select * from routes
