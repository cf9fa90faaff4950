-- What the table of children holds
-- Grain: one row per extract.
-- Reads: children.
with children_given as (
    select
        count(*) as children,
        count(date_of_birth) as age,
        count(sex) as sex,
        count(ethnicity) as ethnicity,
        count(disabled) as disabled,
        count(primary_need) as primary_need
    from children
)

select * from children_given
