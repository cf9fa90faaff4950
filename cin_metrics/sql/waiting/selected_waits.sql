-- Waits of the teams and cohorts asked for, with who held the case when each began
-- Grain: one row per wait of a case, by wait, child, episode and start.
-- Reads: waits, episodes, episode_cohort_sets, episode_cohorts, held, parameters; $teams and $cohorts (empty: all).
-- What goes on at the as-of date has been followed up to it. cohorts is a text with ; between.
with selected_waits as (
    select
        waits.wait,
        episodes.child_id,
        episodes.episode_id,
        held.team,
        held.worker,
        coalesce(episode_cohort_sets.cohort_set, '') as cohorts,
        waits.start_date,
        waits.end_date,
        cast(date_diff('day', waits.start_date, coalesce(waits.end_date, parameters.as_of)) as integer) as days,
        waits.ended
    from waits
    cross join parameters
    inner join episodes on waits.episode_no = episodes.episode_no
    left join episode_cohort_sets on waits.episode_no = episode_cohort_sets.episode_no
    left join held
        on waits.episode_no = held.episode_no
        and waits.start_date >= held.from_date
        and waits.start_date < held.until_date
    where
        (len($teams) = 0 or list_contains($teams, held.team))
        and (
            len($cohorts) = 0
            or waits.episode_no in (select episode_no from episode_cohorts where list_contains($cohorts, cohort))
        )
    order by waits.wait, episodes.child_id, waits.episode_no, waits.start_date
)

select * from selected_waits
