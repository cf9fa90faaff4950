-- recorded_within: what happened is put on file within the limit
-- Grain: one row per event that has a recorded date; two on one day are two.
-- Reads: selected_events, episode_cohort_sets, applicable_rules, deadlines, parameters, present_level.
-- Knows no spell, and so comes after no other rule. What was put on file after the as-of date is not yet met.
with candidates as (
    select
        applicable_rules.variant_no,
        selected_events.episode_no,
        selected_events.event_no,
        selected_events.event_date as anchor_date,
        deadlines.after_date as due_date,
        case when selected_events.recorded_date <= parameters.as_of then selected_events.recorded_date end as met_date
    from selected_events
    cross join parameters
    left join episode_cohort_sets on selected_events.episode_no = episode_cohort_sets.episode_no
    inner join applicable_rules
        on applicable_rules.shape = 'recorded_within'
        and selected_events.selector_no = applicable_rules.target_selector
        and coalesce(episode_cohort_sets.cohort_set, '') = applicable_rules.cohort_set
    inner join deadlines
        on applicable_rules.limit_no = deadlines.limit_no and selected_events.event_date = deadlines.day
    where selected_events.recorded_date is not null and (select level from present_level) = 0
)

select * from candidates
