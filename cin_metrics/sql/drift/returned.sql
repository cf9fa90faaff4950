-- Drift: the child came back soon after an earlier closure
-- Grain: one row per episode in need. since: the day this episode began.
-- Reads: open_in_need, episode_spells, episodes, visible_events, drift_settings, deadlines.
with closures as (
    select episodes.child_id, visible_events.episode_no, visible_events.event_date as day
    from visible_events
    inner join episodes on visible_events.episode_no = episodes.episode_no
    where visible_events.event_type = 'case_closed'
),

indicated as (
    select
        open_in_need.episode_no,
        'returned' as indicator,
        min(episode_spells.start_date) as since,
        concat(
            'This episode began on ', min(episode_spells.start_date), ' after a closure on ', max(closures.day)
        ) as detail
    from open_in_need
    inner join episode_spells on open_in_need.episode_no = episode_spells.episode_no
    inner join closures
        on open_in_need.child_id = closures.child_id
        and open_in_need.episode_no <> closures.episode_no
        and episode_spells.start_date >= closures.day
    inner join drift_settings on drift_settings.indicator = 'returned'
    inner join deadlines on drift_settings.limit_no = deadlines.limit_no and closures.day = deadlines.day
    where episode_spells.start_date <= deadlines.after_date
    group by open_in_need.episode_no
)

select * from indicated
