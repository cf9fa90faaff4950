-- Children with an open case at the as-of date
-- Grain: one row per open episode, by child.
-- Reads: episode_spells, episodes, held, episode_cohorts, spells, obligations, rule_list, calendar, parameters;
-- $teams and $cohorts (empty: all), $rules (those that can be computed), $months, $days and $working_days (the panel's month).
-- A child belongs to the team that holds the case on the as-of date. A plan is over the panel's month from the day after it.
with open_episodes as (
    select
        episode_spells.episode_no,
        episodes.child_id,
        episodes.episode_id,
        held.team,
        held.worker,
        episode_spells.start_date as open_since
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

states as (
    select
        episode_no,
        max(case when spell = 'in_need' then start_date end) as in_need_since,
        max(case when spell = 'plan' then start_date end) as plan_since
    from spells
    where end_date is null
    group by episode_no
),

open_obligations as (
    select
        obligations.episode_no,
        count(case when obligations.status = 'overdue' then 1 end) as overdue,
        count(case when obligations.status = 'upcoming' then 1 end) as upcoming
    from obligations
    inner join rule_list on obligations.rule_no = rule_list.rule_no
    where obligations.status in ('overdue', 'upcoming') and list_contains($rules, rule_list.rule_id)
    group by obligations.episode_no
),

open_children as (
    select
        open_episodes.child_id,
        open_episodes.episode_id,
        open_episodes.team,
        open_episodes.worker,
        open_episodes.open_since,
        states.in_need_since,
        states.plan_since,
        coalesce(
            case
                when $working_days > 0
                    then yesterday.working_day_number - plan_start.working_day_number >= $working_days
                else cast(states.plan_since + $months * interval '1' month as date) + $days < parameters.as_of
            end,
            false
        ) as plan_is_over,
        coalesce(open_obligations.overdue, 0) as overdue,
        coalesce(open_obligations.upcoming, 0) as upcoming
    from open_episodes
    cross join parameters
    inner join calendar as yesterday on parameters.as_of - 1 = yesterday.day
    left join states on open_episodes.episode_no = states.episode_no
    left join calendar as plan_start on states.plan_since = plan_start.day
    left join open_obligations on open_episodes.episode_no = open_obligations.episode_no
    order by open_episodes.episode_no
)

select * from open_children
