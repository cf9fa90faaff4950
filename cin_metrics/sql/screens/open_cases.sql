-- The children behind what is open now
-- Grain: one row per open obligation, the longest due first.
-- Reads: obligations, rules, rule_list, episodes, episode_cohorts, calendar, parameters;
-- $teams and $cohorts (empty: all), $rules, $status, $working_days (empty: however far off).
with open_cases as (
    select
        rule_list.rule_id,
        rule_list.title,
        episodes.child_id,
        episodes.episode_id,
        obligations.team,
        obligations.worker,
        obligations.anchor_date,
        obligations.due_date,
        obligations.status,
        obligations.days_late,
        rules.limit_unit,
        due.working_day_number - today.working_day_number as working_days_left,
        obligations.reason
    from obligations
    cross join parameters
    inner join rules on obligations.variant_no = rules.variant_no
    inner join rule_list on obligations.rule_no = rule_list.rule_no
    inner join episodes on obligations.episode_no = episodes.episode_no
    inner join calendar as due on obligations.due_date = due.day
    inner join calendar as today on parameters.as_of = today.day
    where
        obligations.status = $status
        and list_contains($rules, rule_list.rule_id)
        and coalesce(due.working_day_number - today.working_day_number <= $working_days, true)
        and (len($teams) = 0 or list_contains($teams, obligations.team))
        and (
            len($cohorts) = 0
            or obligations.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
    order by obligations.due_date, obligations.rule_no, obligations.episode_no, obligations.occurrence
)

select * from open_cases
