-- Read children: every row of the tables of children, with the first reason to set it aside
-- Grain: one row per row; ``reason`` is null where there is none.
-- Reads: raw_children, read_dates, ethnicity_codes. Of several rows on one child the first is kept.
with trimmed as (
    select
        raw_children.file_no,
        raw_children.line,
        raw_children.event_no,
        raw_children.fault,
        nullif(regexp_replace(raw_children.child_id, '^[\s\p{Z}\p{C}]+|[\s\p{Z}\p{C}]+$', '', 'g'), '') as child_id,
        coalesce(raw_children.birth_day, read_dates.day) as date_of_birth,
        nullif(trim(raw_children.sex), '') as sex,
        coalesce(ethnicity_codes.code, nullif(trim(raw_children.ethnicity), '')) as ethnicity,
        lower(trim(raw_children.disabled)) as disabled,
        nullif(trim(raw_children.primary_need), '') as primary_need
    from raw_children
    left join read_dates on raw_children.date_of_birth = read_dates.given
    left join ethnicity_codes on upper(trim(raw_children.ethnicity)) = ethnicity_codes.given
),

read_children as (
    select
        file_no,
        line,
        child_id,
        date_of_birth,
        sex,
        ethnicity,
        case
            when disabled in ('yes', 'y', 'true', '1') then 'yes'
            when disabled in ('no', 'n', 'false', '0') then 'no'
        end as disabled,
        primary_need,
        case
            when fault is not null then fault
            when child_id is null then 'no_child_id'
            when row_number() over (partition by child_id, fault is null order by event_no) > 1 then 'child_repeated'
        end as reason
    from trimmed
)

select * from read_children
