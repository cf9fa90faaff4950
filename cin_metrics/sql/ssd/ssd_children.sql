-- The children of the events, from one file of people
-- Grain: one row per row of the file numbered $file_no whose child has an event; people without one are left out.
-- Reads: ssd_person, ssd_disability, read_referrals, placed_events.
-- Disabled is yes with any code but NONE, no with NONE alone. Of an ethnicity only a code is kept, known or not. Primary need is that of the latest referral.
with disabilities as (
    select
        person_id,
        max(case when upper(code) = 'NONE' then 0 else 1 end) = 1 as is_disabled
    from ssd_disability
    where fault is null and code is not null
    group by person_id
),

needs as (
    select
        child_id,
        upper(regexp_extract(need, '^\W*([Nn]\d)', 1)) as need,
        row_number() over (partition by child_id order by start_day desc nulls last, referral_id) as place
    from read_referrals
    where regexp_matches(need, '^\W*[Nn]\d')
),

with_events as (
    select distinct child_id from placed_events
),

ssd_children as (
    select
        person.line,
        person.fault,
        person.person_id as child_id,
        person.birth as date_of_birth,
        case
            when upper(left(coalesce(person.sex, person.gender), 1)) in ('M', 'F', 'U')
                then upper(left(coalesce(person.sex, person.gender), 1))
            when coalesce(person.sex, person.gender) in ('1', '01') then 'M'
            when coalesce(person.sex, person.gender) in ('2', '02') then 'F'
            when coalesce(person.sex, person.gender) is not null then 'U'
        end as sex,
        nullif(regexp_extract(upper(person.ethnicity), '^(\w{1,8}|\?+)$', 1), '') as ethnicity,
        case disabilities.is_disabled when true then 'yes' when false then 'no' end as disabled,
        needs.need as primary_need
    from ssd_person as person
    left join disabilities on person.person_id = disabilities.person_id
    left join needs on person.person_id = needs.child_id and needs.place = 1
    where
        person.file_no = $file_no
        and (person.fault is not null or person.person_id in (select with_events.child_id from with_events))
    order by person.line
)

select * from ssd_children
