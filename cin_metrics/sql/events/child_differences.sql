-- What the rows of one child tell differently
-- Grain: one row per child and column (date of birth, sex) with more than one value.
-- Reads: read_children.
-- Asked before the rows of a child after the first are set aside.
with child_differences as (
    select
        child_id,
        'date of birth' as column_name,
        max(date_of_birth) as other_birth
    from read_children
    where child_id is not null and (reason is null or reason = 'child_repeated')
    group by child_id
    having count(distinct date_of_birth) > 1
    union all
    select
        child_id,
        'sex' as column_name,
        cast(null as date) as other_birth
    from read_children
    where child_id is not null and (reason is null or reason = 'child_repeated')
    group by child_id
    having count(distinct upper(left(sex, 1))) > 1
)

select * from child_differences
