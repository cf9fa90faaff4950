-- What falls due soon, by day
-- Grain: one row per day on which something not yet met falls due, of the next working days.
-- Reads: obligations, rule_list, episodes, episode_cohorts, calendar, parameters;
-- $teams and $cohorts (empty: all), $rules, $working_days.
with due_soon as (
    select
        obligations.due_date,
        episodes.child_id
    from obligations
    cross join parameters
    inner join rule_list on obligations.rule_no = rule_list.rule_no
    inner join episodes on obligations.episode_no = episodes.episode_no
    inner join calendar as due on obligations.due_date = due.day
    inner join calendar as today on parameters.as_of = today.day
    where
        obligations.status = 'upcoming'
        and due.working_day_number - today.working_day_number <= $working_days
        and list_contains($rules, rule_list.rule_id)
        and (len($teams) = 0 or list_contains($teams, obligations.team))
        and (
            len($cohorts) = 0
            or obligations.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
),

due_by_day as (
    select
        due_date,
        count(*) as obligations,
        count(distinct child_id) as children
    from due_soon
    group by due_date
    order by due_date
)

select * from due_by_day
