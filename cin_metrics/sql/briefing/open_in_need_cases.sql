-- The children in need now, with what is overdue and how many signs of drift they show
-- Grain: one row per open in_need spell of what is selected, by team and case.
-- Reads: open_in_need, drift_indicators, obligations, rule_list, episode_cohorts;
-- $teams and $cohorts (empty: all), $rules (those that can be judged).
with overdue as (
    select
        obligations.episode_no,
        count(*) as overdue,
        min(obligations.due_date) as oldest_due_date
    from obligations
    inner join rule_list on obligations.rule_no = rule_list.rule_no
    where obligations.status = 'overdue' and list_contains($rules, rule_list.rule_id)
    group by obligations.episode_no
),

indicators as (
    select
        episode_no,
        count(*) as number_of_indicators,
        string_agg(indicator, ';' order by indicator) as indicators
    from drift_indicators
    group by episode_no
),

open_in_need_cases as (
    select
        open_in_need.child_id,
        open_in_need.episode_id,
        open_in_need.team,
        open_in_need.worker,
        open_in_need.is_cwd,
        open_in_need.start_date as in_need_since,
        coalesce(indicators.number_of_indicators, 0) as number_of_indicators,
        indicators.indicators,
        coalesce(overdue.overdue, 0) as overdue,
        overdue.oldest_due_date
    from open_in_need
    left join overdue on open_in_need.episode_no = overdue.episode_no
    left join indicators on open_in_need.episode_no = indicators.episode_no
    where
        (len($teams) = 0 or list_contains($teams, open_in_need.team))
        and (
            len($cohorts) = 0
            or open_in_need.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
    order by open_in_need.team, open_in_need.episode_no
)

select * from open_in_need_cases
