-- Children
-- Grain: one row per child on whom a table of children was given.
-- Reads: read_children.
with children as (
    select
        child_id,
        date_of_birth,
        sex,
        ethnicity,
        disabled,
        primary_need
    from read_children
    where reason is null
    order by child_id
)

select * from children
