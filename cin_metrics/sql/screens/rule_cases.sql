-- The children behind a rule's figures
-- Grain: one row per obligation of the rule that is open now or fell due in the period, the overdue first.
-- Reads: obligations, rules, rule_list, episodes, episode_cohorts, parameters;
-- $teams and $cohorts (empty: all), $rule_id, $first and $last (the period, both ends included).
-- is_counted: the obligation is one of those that the rule's share of on time is made of.
with rule_cases as (
    select
        episodes.child_id,
        episodes.episode_id,
        obligations.team,
        obligations.worker,
        obligations.anchor_date,
        obligations.due_date,
        obligations.met_date,
        obligations.status,
        obligations.days_late,
        rules.limit_unit,
        obligations.reason,
        obligations.status <> 'upcoming'
        and obligations.due_date <= parameters.as_of
        and obligations.due_date >= $first
        and obligations.due_date <= $last as is_counted
    from obligations
    cross join parameters
    inner join rules on obligations.variant_no = rules.variant_no
    inner join rule_list on obligations.rule_no = rule_list.rule_no
    inner join episodes on obligations.episode_no = episodes.episode_no
    where
        rule_list.rule_id = $rule_id
        and obligations.status <> 'not_required'
        and (
            obligations.status in ('overdue', 'upcoming')
            or (obligations.due_date >= $first and obligations.due_date <= $last)
        )
        and (len($teams) = 0 or list_contains($teams, obligations.team))
        and (
            len($cohorts) = 0
            or obligations.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
    order by
        case obligations.status
            when 'overdue' then 1
            when 'missed' then 2
            when 'late' then 3
            when 'upcoming' then 4
            else 5
        end,
        obligations.due_date,
        obligations.episode_no,
        obligations.occurrence
)

select * from rule_cases
