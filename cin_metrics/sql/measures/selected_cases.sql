-- The cases inside the teams and cohorts asked for
-- Grain: one row per case.
-- Reads: cases, measure_list, episode_cohorts, chosen_teams and chosen_cohorts (empty: all).
with of_teams as (
    select cases.*
    from cases
    where
        (
            cases.team in (select chosen from chosen_teams)
            or (select count(*) from chosen_teams) = 0
        )
        and cases.measure in (select measure from measure_list)
),

selected_cases as (
    select of_teams.*
    from of_teams
    where
        (select count(*) from chosen_cohorts) = 0
        or of_teams.episode_no in (
            select episode_cohorts.episode_no
            from episode_cohorts
            inner join chosen_cohorts on episode_cohorts.cohort = chosen_cohorts.chosen
        )
)

select * from selected_cases
