-- What the table of children says of one child
-- Grain: one row per child of that identifier; none where the table has none.
-- Reads: children, parameters; $child_id. age: whole years on the as-of date; blank before birth.
with child_details as (
    select
        children.date_of_birth,
        case
            when children.date_of_birth <= parameters.as_of
                then date_sub('year', children.date_of_birth, parameters.as_of)
        end as age,
        children.sex,
        children.disabled,
        children.primary_need
    from children
    cross join parameters
    where children.child_id = $child_id
)

select * from child_details
