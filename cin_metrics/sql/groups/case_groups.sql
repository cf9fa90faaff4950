-- The cases of a figure with who the child is
-- Grain: one row per selected case.
-- Reads: selected_cases, episodes, children, age_bands, group_words.
-- Age is that of the day the case is counted on: the due date, the day of the visit or referral, the end of the time in
-- need, the as-of date for what is open now. Codes are read by their first word, "a) WBRI" too. What is not known is empty.
with children_of_cases as (
    select
        selected_cases.*,
        children.child_id as known_child_id,
        children.date_of_birth,
        extract(year from selected_cases.counted_on) - extract(year from children.date_of_birth)
        - case
            when
                extract(month from selected_cases.counted_on) * 100 + extract(day from selected_cases.counted_on)
                < extract(month from children.date_of_birth) * 100 + extract(day from children.date_of_birth)
                then 1
            else 0
        end as age_in_years,
        regexp_extract(regexp_replace(upper(trim(children.sex)), '^[A-Z]\)\s*', ''), '^[A-Z0-9]+') as sex_word,
        regexp_extract(regexp_replace(upper(trim(children.ethnicity)), '^[A-Z]\)\s*', ''), '^[A-Z0-9]+')
            as ethnicity_word,
        upper(children.disabled) as disabled_word,
        regexp_extract(upper(trim(children.primary_need)), '^[A-Z0-9]+') as need_word
    from selected_cases
    inner join episodes on selected_cases.episode_no = episodes.episode_no
    left join children on episodes.child_id = children.child_id
),

case_groups as (
    select
        children_of_cases.measure,
        children_of_cases.rule_no,
        children_of_cases.detail,
        children_of_cases.numerator,
        children_of_cases.denominator,
        children_of_cases.known_child_id is not null as has_row,
        case
            when children_of_cases.date_of_birth > children_of_cases.counted_on then 'Unborn'
            else age_bands.group_value
        end as age,
        sexes.group_value as sex,
        ethnicities.group_value as ethnicity,
        disabilities.group_value as disabled,
        needs.group_value as primary_need
    from children_of_cases
    left join age_bands
        on children_of_cases.age_in_years >= age_bands.from_age
        and children_of_cases.age_in_years < age_bands.until_age
    left join group_words as sexes
        on sexes.characteristic = 'sex' and children_of_cases.sex_word = sexes.word
    left join group_words as ethnicities
        on ethnicities.characteristic = 'ethnicity' and children_of_cases.ethnicity_word = ethnicities.word
    left join group_words as disabilities
        on disabilities.characteristic = 'disabled' and children_of_cases.disabled_word = disabilities.word
    left join group_words as needs
        on needs.characteristic = 'primary_need' and children_of_cases.need_word = needs.word
)

select * from case_groups
