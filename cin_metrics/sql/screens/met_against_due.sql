-- How far from its due date each obligation of a rule was met
-- Grain: one row per status and number of days, early ones negative; of what fell due in the period and was met.
-- Reads: obligations, rule_list, episode_cohorts, calendar, parameters;
-- $teams and $cohorts (empty: all), $rule_id, $first and $last (the period, both ends included).
-- Days are counted as the rule counts them for children in no cohort: working days or calendar days.
with met as (
    select
        obligations.status,
        case
            when rule_list.limit_unit = 'working_day' then met.working_day_number - due.working_day_number
            else date_diff('day', obligations.due_date, obligations.met_date)
        end as days_from_due
    from obligations
    cross join parameters
    inner join rule_list on obligations.rule_no = rule_list.rule_no
    inner join calendar as due on obligations.due_date = due.day
    inner join calendar as met on obligations.met_date = met.day
    where
        rule_list.rule_id = $rule_id
        and obligations.status in ('on_time', 'late')
        and obligations.due_date <= parameters.as_of
        and obligations.due_date >= $first
        and obligations.due_date <= $last
        and (len($teams) = 0 or list_contains($teams, obligations.team))
        and (
            len($cohorts) = 0
            or obligations.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
),

met_against_due as (
    select
        status,
        cast(days_from_due as integer) as days_from_due,
        count(*) as obligations
    from met
    group by status, days_from_due
    order by days_from_due, status
)

select * from met_against_due
