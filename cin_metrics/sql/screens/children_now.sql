-- Children and plans open at the as-of date
-- Grain: one row.
-- Reads: episode_spells, episodes, held, episode_cohorts, spells, obligations, rule_list, calendar, parameters;
-- $teams and $cohorts (empty: all), $rules (those that can be computed), $months, $days and $working_days (the panel's month).
-- A child belongs to the team that holds the case on the as-of date. A plan is over the panel's month from the day after it.
with open_episodes as (
    select
        episode_spells.episode_no,
        episodes.child_id
    from episode_spells
    cross join parameters
    inner join episodes on episode_spells.episode_no = episodes.episode_no
    inner join held
        on episode_spells.episode_no = held.episode_no
        and parameters.as_of >= held.from_date
        and parameters.as_of < held.until_date
    where
        episode_spells.end_date is null
        and (len($teams) = 0 or list_contains($teams, held.team))
        and (
            len($cohorts) = 0
            or episode_spells.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
),

open_spells as (
    select spells.spell, spells.start_date, open_episodes.child_id
    from spells
    inner join open_episodes on spells.episode_no = open_episodes.episode_no
    where spells.end_date is null
),

plans as (
    select
        open_spells.start_date,
        case
            when $working_days > 0
                then yesterday.working_day_number - start.working_day_number >= $working_days
            else cast(open_spells.start_date + $months * interval '1' month as date) + $days < parameters.as_of
        end as is_over
    from open_spells
    cross join parameters
    inner join calendar as yesterday on parameters.as_of - 1 = yesterday.day
    left join calendar as start on open_spells.start_date = start.day
    where open_spells.spell = 'plan'
),

children_with_work as (
    select
        open_episodes.child_id,
        bool_or(obligations.status = 'overdue') as is_overdue
    from obligations
    inner join open_episodes on obligations.episode_no = open_episodes.episode_no
    inner join rule_list on obligations.rule_no = rule_list.rule_no
    where obligations.status in ('overdue', 'upcoming') and list_contains($rules, rule_list.rule_id)
    group by open_episodes.child_id
),

children_now as (
    select
        (select count(distinct child_id) from open_episodes) as children_open,
        (select count(distinct child_id) from open_spells where spell = 'in_need') as children_in_need,
        (select count(*) from children_with_work) as children_with_work,
        (select count(*) from children_with_work where not is_overdue) as children_nothing_overdue,
        (select count(*) from plans) as open_plans,
        (select count(*) from plans where is_over) as plans_over_month
)

select * from children_now
