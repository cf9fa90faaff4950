-- Silences: stretches of time in need with nothing on record
-- Grain: one row per two neighbouring days with anything on record inside a time in need; the last one of an open time in
-- need is still running at the as-of date.
-- Reads: spells, visible_events, episode_cohorts, parameters.
-- The first and the last day of a time in need count as days with a record: what started or ended it is on file. Time on
-- protection or in care lies outside and is nobody's silence. What was put on file after the as-of date breaks none.
with in_need as (
    select spell_no, episode_no, start_date, end_date
    from spells
    where spell = 'in_need'
),

days as (
    select in_need.spell_no, visible_events.event_date as day
    from in_need
    cross join parameters
    inner join visible_events
        on in_need.episode_no = visible_events.episode_no
        and visible_events.event_date >= in_need.start_date
        and (in_need.end_date is null or visible_events.event_date <= in_need.end_date)
        and coalesce(visible_events.recorded_date, visible_events.event_date) <= parameters.as_of
    union
    select spell_no, start_date as day from in_need
    union
    select spell_no, end_date as day from in_need where end_date is not null
),

neighbours as (
    select spell_no, day, lead(day) over (partition by spell_no order by day) as next_day
    from days
),

disabled as (
    select episode_no
    from episode_cohorts
    where cohort = 'cwd'
),

silences as (
    select
        in_need.spell_no,
        in_need.episode_no,
        disabled.episode_no is not null as is_cwd,
        neighbours.day as from_date,
        coalesce(neighbours.next_day, parameters.as_of) as until_date,
        neighbours.next_day is null as is_running,
        date_diff('day', neighbours.day, coalesce(neighbours.next_day, parameters.as_of)) as days
    from neighbours
    cross join parameters
    inner join in_need on neighbours.spell_no = in_need.spell_no
    left join disabled on in_need.episode_no = disabled.episode_no
    where neighbours.next_day is not null or in_need.end_date is null
)

select * from silences
