-- The cases inside the teams and cohorts asked for
-- Grain: one row per case.
-- Reads: cases, episode_cohorts; $teams and $cohorts (empty: all).
select cases.*
from cases
where
    (len($teams) = 0 or list_contains($teams, cases.team))
    and (
        len($cohorts) = 0
        or cases.episode_no in (select episode_no from episode_cohorts where list_contains($cohorts, cohort))
    )
