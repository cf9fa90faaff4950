-- Children whose id stands in two formats
-- Grain: one row per pair of formats and child; alike is empty where one of the two does not say.
-- Reads: side_children. Sex is compared by its first letter, as "F" and "Female" are one.
with children_in_both as (
    select
        earlier.side_no as first_no,
        later.side_no as second_no,
        earlier.child_id,
        earlier.date_of_birth = later.date_of_birth as born_alike,
        upper(left(earlier.sex, 1)) = upper(left(later.sex, 1)) as sex_alike
    from side_children as earlier
    inner join side_children as later
        on earlier.child_id = later.child_id and earlier.side_no < later.side_no
)

select * from children_in_both
order by first_no, second_no, child_id
