-- Figures: the one result shape of every measure
-- Grain: one row per measure, rule and group.
-- Reads: selected_cases, measure_list, expected_figures, rule_list, episode_cohorts, period; $by.
-- Every measure and rule that could be computed is here, also with a denominator of 0 and so no value, unless the result is
-- broken down, where only groups that occur are.
with grouped_cases as (
    select
        selected_cases.*,
        case $by
            when 'team' then coalesce(selected_cases.team, 'not recorded')
            when 'worker' then coalesce(selected_cases.worker, 'not recorded')
            when 'cohort' then coalesce(episode_cohorts.cohort, 'none')
        end as group_name,
        case when $by = 'month' then cast(date_trunc('month', selected_cases.counted_on) as date) end as month_start
    from selected_cases
    left join episode_cohorts on $by = 'cohort' and selected_cases.episode_no = episode_cohorts.episode_no
),

counted as (
    select
        measure,
        rule_no,
        coalesce(group_name, strftime(month_start, '%Y-%m')) as group_value,
        month_start,
        detail,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        quantile_cont(amount, 0.5) as median_amount,
        quantile_cont(amount, 0.9) as p90_amount,
        null as position
    from grouped_cases
    group by measure, rule_no, group_name, month_start, detail
    union all
    select
        measure,
        rule_no,
        null as group_value,
        null as month_start,
        detail,
        0 as numerator,
        0 as denominator,
        null as median_amount,
        null as p90_amount,
        position
    from expected_figures
    where $by = 'rule'
),

summed as (
    select
        measure,
        rule_no,
        group_value,
        detail,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        max(median_amount) as median_amount,
        max(p90_amount) as p90_amount,
        max(position) as position,
        month_start
    from counted
    group by measure, rule_no, group_value, month_start, detail
),

-- What stands as of one day keeps its whole month where that lies outside the period.
dated as (
    select
        summed.*,
        period.period_start,
        period.period_end,
        coalesce(last_day(summed.month_start) < period.period_start or summed.month_start > period.period_end, false)
            as is_outside
    from summed
    cross join period
),

figures as (
    select
        dated.measure,
        rule_list.rule_id,
        nullif(concat_ws(
            ', ',
            case when $by = 'rule' then case when dated.rule_no is not null then 'rule' end else $by end,
            measure_list.detail_name
        ), '') as group_name,
        nullif(concat_ws(
            ', ',
            case when $by = 'rule' then rule_list.rule_id else dated.group_value end,
            dated.detail
        ), '') as group_value,
        case
            when dated.is_outside then dated.month_start
            else greatest(coalesce(dated.month_start, dated.period_start), dated.period_start)
        end as period_start,
        case
            when dated.is_outside then last_day(dated.month_start)
            else least(coalesce(last_day(dated.month_start), dated.period_end), dated.period_end)
        end as period_end,
        cast(dated.numerator as bigint) as numerator,
        cast(dated.denominator as bigint) as denominator,
        case measure_list.statistic
            when 'share' then dated.numerator * 1.0 / nullif(dated.denominator, 0)
            when 'rate' then dated.numerator * 100 * 30.4375 / nullif(dated.denominator, 0)
            when 'median' then dated.median_amount
            when 'p90' then dated.p90_amount
        end as value
    from dated
    inner join measure_list on dated.measure = measure_list.measure
    left join rule_list on dated.rule_no = rule_list.rule_no
    order by measure_list.position, dated.rule_no, dated.group_value, dated.position, dated.detail
)

select * from figures
