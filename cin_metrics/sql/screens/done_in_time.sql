-- What was done in the period under a rule, and how much of it by its due date
-- Grain: one row.
-- Reads: obligations, rule_list, episode_cohorts; $teams and $cohorts (empty: all), $rule_id, $first and $last (the
-- period, both ends included).
-- This is how the published figures count: by the day a thing was done, and only what was done.
with done as (
    select obligations.status
    from obligations
    inner join rule_list on obligations.rule_no = rule_list.rule_no
    where
        rule_list.rule_id = $rule_id
        and obligations.status in ('on_time', 'late')
        and obligations.met_date >= $first
        and obligations.met_date <= $last
        and (len($teams) = 0 or list_contains($teams, obligations.team))
        and (
            len($cohorts) = 0
            or obligations.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
),

done_in_time as (
    select
        cast(coalesce(sum(case when status = 'on_time' then 1 else 0 end), 0) as bigint) as numerator,
        count(*) as denominator
    from done
)

select * from done_in_time
