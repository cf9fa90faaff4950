-- What is open now, by rule
-- Grain: one row per rule of those asked for that has an open obligation, in the order of the pack.
-- Reads: obligations, rules, rule_list, episodes, episode_cohorts, calendar, parameters;
-- $teams and $cohorts (empty: all), $rules, $working_days (how soon is soon).
-- Due soon: not yet met and due within so many working days of the as-of date, that day included.
with open_obligations as (
    select
        rule_list.rule_no,
        rule_list.rule_id,
        obligations.status,
        obligations.due_date,
        obligations.days_late,
        rules.limit_unit,
        episodes.child_id,
        obligations.status = 'upcoming'
        and due.working_day_number - today.working_day_number <= $working_days as is_due_soon
    from obligations
    cross join parameters
    inner join rules on obligations.variant_no = rules.variant_no
    inner join rule_list on obligations.rule_no = rule_list.rule_no
    inner join episodes on obligations.episode_no = episodes.episode_no
    inner join calendar as due on obligations.due_date = due.day
    inner join calendar as today on parameters.as_of = today.day
    where
        obligations.status in ('overdue', 'upcoming')
        and list_contains($rules, rule_list.rule_id)
        and (len($teams) = 0 or list_contains($teams, obligations.team))
        and (
            len($cohorts) = 0
            or obligations.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
),

open_by_rule as (
    select
        rule_id,
        count(*) as open_rows,
        count(case when status = 'overdue' then 1 end) as overdue,
        count(distinct case when status = 'overdue' then child_id end) as overdue_children,
        min(case when status = 'overdue' then due_date end) as oldest_due_date,
        min_by(days_late, due_date) filter (where status = 'overdue') as most_days_late,
        min_by(limit_unit, due_date) filter (where status = 'overdue') as limit_unit,
        count(case when status = 'upcoming' then 1 end) as upcoming,
        count(case when is_due_soon then 1 end) as due_soon,
        count(distinct case when is_due_soon then child_id end) as due_soon_children
    from open_obligations
    group by rule_no, rule_id
    order by rule_no
)

select * from open_by_rule
