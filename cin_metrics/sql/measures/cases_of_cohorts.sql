-- The cases of the cohorts chosen
-- Grain: one row per case.
-- Reads: team_cases, episode_cohorts, chosen_cohorts.
select team_cases.*
from team_cases
where
    team_cases.episode_no in (
        select episode_cohorts.episode_no
        from episode_cohorts
        inner join chosen_cohorts on episode_cohorts.cohort = chosen_cohorts.chosen
    )
