-- The cohorts an episode belongs to
-- Grain: one row per episode and cohort.
-- Reads: visible_events, cohort_teams. Any known event that carries the cohort, or was held by a team that the pack maps to
-- it, makes the whole episode a member.
with carried as (
    select distinct episode_no, cohort as cohorts
    from visible_events
    where cohort is not null
),

episode_cohorts as (
    select distinct episode_no, unnest(string_split(cohorts, ';')) as cohort
    from carried
    union
    select distinct visible_events.episode_no, cohort_teams.cohort
    from visible_events
    inner join cohort_teams on visible_events.team = cohort_teams.team
)

select * from episode_cohorts
