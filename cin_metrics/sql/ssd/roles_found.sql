-- Roles found: what the involvements call the parts that professionals play
-- Grain: one row per role, the most frequent first.
-- Reads: ssd_involvement.
with roles_found as (
    select
        role,
        count(*) as row_count
    from ssd_involvement
    where fault is null and role is not null
    group by role
    order by row_count desc, role
)

select * from roles_found
