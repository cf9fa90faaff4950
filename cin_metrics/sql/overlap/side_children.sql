-- Side children: what each format tells of who a child is
-- Grain: one row per format and child with an event in it; what is not told is empty.
-- Reads: side_events, children, sides.
with known as (
    select distinct side_no, child_id from side_events
),

side_children as (
    select
        known.side_no,
        known.child_id,
        children.date_of_birth,
        children.sex,
        children.ethnicity,
        children.disabled,
        children.primary_need
    from known
    inner join sides on known.side_no = sides.side_no
    left join children on concat(sides.mark, known.child_id) = children.child_id
)

select * from side_children
