-- How much was put on file late, by what and by whom
-- Grain: one row per event type and team, the most frequent first.
-- Reads: late_entries, episode_cohorts; $teams and $cohorts (empty: all).
with late_entry_counts as (
    select
        event_type,
        team,
        count(*) as entries,
        count(distinct child_id) as children,
        quantile_cont(days_late, 0.5) as median_days,
        max(days_late) as most_days
    from late_entries
    where
        (len($teams) = 0 or list_contains($teams, team))
        and (
            len($cohorts) = 0
            or episode_no in (select episode_no from episode_cohorts where list_contains($cohorts, cohort))
        )
    group by event_type, team
    order by entries desc, event_type, team
)

select * from late_entry_counts
