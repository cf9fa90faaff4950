-- A figure by one characteristic of the child
-- Grain: one row per group in which a case occurs, in the usual order of the groups, those not recorded last.
-- Reads: case_groups, group_list, rule_list; $characteristic, $measure, $rule_id and $detail (empty: any).
with grouped as (
    select
        coalesce(
            case $characteristic
                when 'age' then case_groups.age
                when 'sex' then case_groups.sex
                when 'ethnicity' then case_groups.ethnicity
                when 'disabled' then case_groups.disabled
                when 'primary_need' then case_groups.primary_need
            end,
            'Not recorded'
        ) as group_value,
        case_groups.numerator,
        case_groups.denominator
    from case_groups
    left join rule_list on case_groups.rule_no = rule_list.rule_no
    where
        case_groups.measure = $measure
        and ($rule_id is null or rule_list.rule_id = $rule_id)
        and ($detail is null or case_groups.detail = $detail)
),

summed as (
    select
        group_value,
        cast(sum(numerator) as bigint) as numerator,
        cast(sum(denominator) as bigint) as denominator
    from grouped
    group by group_value
),

shares_by_group as (
    select summed.group_value, summed.numerator, summed.denominator
    from summed
    left join group_list
        on group_list.characteristic = $characteristic and summed.group_value = group_list.group_value
    order by coalesce(group_list.position, 1000)
)

select * from shares_by_group
