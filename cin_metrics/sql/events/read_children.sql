-- Read children: every row of the tables of children, with the first reason to set it aside
-- Grain: one row per row; ``reason`` is null where there is none.
-- Reads: raw_children, read_dates. Of several rows on one child the first is kept.
with read_children as (
    select
        raw_children.file_no,
        raw_children.line,
        raw_children.child_id,
        coalesce(raw_children.birth_day, read_dates.day) as date_of_birth,
        raw_children.sex,
        raw_children.ethnicity,
        case
            when lower(raw_children.disabled) in ('yes', 'y', 'true', '1') then 'yes'
            when lower(raw_children.disabled) in ('no', 'n', 'false', '0') then 'no'
        end as disabled,
        raw_children.primary_need,
        case
            when raw_children.fault is not null then raw_children.fault
            when raw_children.child_id is null then 'no_child_id'
            when
                row_number() over (
                    partition by raw_children.child_id, raw_children.fault is null order by raw_children.event_no
                ) > 1
                then 'child_repeated'
        end as reason
    from raw_children
    left join read_dates on raw_children.date_of_birth = read_dates.given
)

select * from read_children
