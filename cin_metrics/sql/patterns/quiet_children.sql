-- Children in need now: since when nothing is on record, and the longest silence of this time in need
-- Grain: one row per open time in need, the longest without a record first.
-- Reads: silences, spells, episodes, held, episode_cohorts, visible_events, parameters; $teams and $cohorts (empty: all).
-- The longest may be the running one itself; of two as long, the later.
with running as (
    select spell_no, episode_no, is_cwd, from_date, days
    from silences
    where is_running
),

longest_days as (
    select spell_no, max(days) as days
    from silences
    group by spell_no
),

longest as (
    select silences.spell_no, silences.days, max(silences.from_date) as from_date
    from silences
    inner join longest_days
        on silences.spell_no = longest_days.spell_no and silences.days = longest_days.days
    group by silences.spell_no, silences.days
),

last_events as (
    select running.spell_no, max_by(visible_events.event_type, visible_events.event_no) as event_type
    from running
    inner join visible_events
        on running.episode_no = visible_events.episode_no and running.from_date = visible_events.event_date
    group by running.spell_no
),

quiet_children as (
    select
        episodes.child_id,
        episodes.episode_id,
        held.team,
        held.worker,
        running.is_cwd,
        spells.start_date as in_need_since,
        running.from_date as last_date,
        last_events.event_type as last_event,
        running.days as days_now,
        longest.days as longest_days,
        longest.from_date as longest_from
    from running
    cross join parameters
    inner join spells on running.spell_no = spells.spell_no
    inner join episodes on running.episode_no = episodes.episode_no
    inner join longest on running.spell_no = longest.spell_no
    left join last_events on running.spell_no = last_events.spell_no
    left join held
        on running.episode_no = held.episode_no
        and parameters.as_of >= held.from_date
        and parameters.as_of < held.until_date
    where
        (len($teams) = 0 or list_contains($teams, held.team))
        and (
            len($cohorts) = 0
            or running.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
    order by running.days desc, longest.days desc, episodes.child_id, episodes.episode_id
)

select * from quiet_children
