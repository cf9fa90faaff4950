-- What all formats together tell of each child
-- Grain: one row per child; of each column what the first format that tells it says.
-- Reads: side_children.
with joined_children as (
    select
        child_id,
        arg_min(date_of_birth, side_no) filter (where date_of_birth is not null) as date_of_birth,
        arg_min(sex, side_no) filter (where sex is not null) as sex,
        arg_min(ethnicity, side_no) filter (where ethnicity is not null) as ethnicity,
        arg_min(disabled, side_no) filter (where disabled is not null) as disabled,
        arg_min(primary_need, side_no) filter (where primary_need is not null) as primary_need
    from side_children
    group by child_id
)

select * from joined_children
