-- What was last on file of a child in need, on each day
-- Grain: one row per time in need and stretch of days on which the same day of work was the last one on file.
-- Reads: spells, visible_events, episode_cohorts, parameters.
-- An entry counts from the day it was put on file, so that past days are seen as they were seen then, like today is. What
-- started a time in need is taken to be on file at once.
with in_need as (
    select
        spells.spell_no,
        spells.episode_no,
        spells.start_date,
        spells.end_date,
        coalesce(spells.end_date, parameters.as_of + 1) as until_date
    from spells
    cross join parameters
    where spells.spell = 'in_need'
),

entries as (
    select
        in_need.spell_no,
        greatest(visible_events.event_date, coalesce(visible_events.recorded_date, visible_events.event_date)) as known_date,
        visible_events.event_date
    from in_need
    inner join visible_events
        on in_need.episode_no = visible_events.episode_no
        and visible_events.event_date >= in_need.start_date
        and visible_events.event_date < in_need.until_date
    union all
    select spell_no, start_date as known_date, start_date as event_date
    from in_need
),

known as (
    select spell_no, known_date, max(event_date) as event_date
    from entries
    group by spell_no, known_date
),

in_order as (
    select
        spell_no,
        known_date as from_day,
        lead(known_date) over (partition by spell_no order by known_date) as next_day,
        max(event_date) over (
            partition by spell_no order by known_date rows between unbounded preceding and current row
        ) as last_date
    from known
),

disabled as (
    select episode_no
    from episode_cohorts
    where cohort = 'cwd'
),

last_on_file as (
    select
        in_need.episode_no,
        disabled.episode_no is not null as is_cwd,
        in_order.last_date,
        in_order.from_day,
        least(coalesce(in_order.next_day, in_need.until_date), in_need.until_date) - 1 as to_day
    from in_order
    inner join in_need on in_order.spell_no = in_need.spell_no
    left join disabled on in_need.episode_no = disabled.episode_no
    where in_order.from_day < in_need.until_date
)

select * from last_on_file
