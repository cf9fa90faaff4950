-- Obligations of the rules compared, each with whether it makes its rule's share on time
-- Grain: one row per obligation of those rules.
-- Reads: obligations, rules, rule_list, episode_cohorts, parameters;
-- $rules, $first and $last (the period, both ends included), $teams and $cohorts (empty: all).
-- is_counted says what the timeliness measure counts: due in the period, not after the as-of date, of what is selected.
select
    rule_list.rule_id,
    obligations.episode_no,
    obligations.team,
    obligations.worker,
    obligations.occurrence,
    obligations.anchor_date,
    obligations.due_date,
    obligations.met_date,
    obligations.status,
    obligations.days_late,
    rules.limit_unit,
    obligations.status in ('on_time', 'late', 'missed', 'overdue')
    and obligations.due_date >= $first
    and obligations.due_date <= least($last, parameters.as_of)
    and (len($teams) = 0 or coalesce(list_contains($teams, obligations.team), false))
    and (
        len($cohorts) = 0
        or obligations.episode_no in (
            select episode_no from episode_cohorts where list_contains($cohorts, cohort)
        )
    ) as is_counted
from obligations
cross join parameters
inner join rules on obligations.variant_no = rules.variant_no
inner join rule_list on obligations.rule_no = rule_list.rule_no
where list_contains($rules, rule_list.rule_id)
