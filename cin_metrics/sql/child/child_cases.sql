-- The cases of one child, from referral to closure
-- Grain: one row per episode of the child, the first first.
-- Reads: episodes, episode_spells, held, episode_cohort_sets, parameters; $child_id.
-- team and worker: who holds the case on the as-of date, or held it when it closed.
with child_cases as (
    select
        episodes.episode_no,
        episodes.episode_id,
        episode_spells.start_date,
        episode_spells.end_date,
        episode_spells.started_by,
        episode_spells.ended_by,
        held.team,
        held.worker,
        episode_cohort_sets.cohort_set
    from episodes
    cross join parameters
    inner join episode_spells on episodes.episode_no = episode_spells.episode_no
    left join episode_cohort_sets on episodes.episode_no = episode_cohort_sets.episode_no
    left join held
        on episodes.episode_no = held.episode_no
        and least(coalesce(episode_spells.end_date, parameters.as_of), parameters.as_of) >= held.from_date
        and least(coalesce(episode_spells.end_date, parameters.as_of), parameters.as_of) < held.until_date
    where episodes.child_id = $child_id
    order by episode_spells.start_date, episodes.episode_no
)

select * from child_cases
