-- All cohorts of an episode as one text, so that rules are matched to sets and not to children
-- Grain: one row per episode with a cohort.
-- Reads: episode_cohorts.
select
    episode_no,
    string_agg(cohort, ';' order by cohort) as cohort_set
from episode_cohorts
group by episode_no
