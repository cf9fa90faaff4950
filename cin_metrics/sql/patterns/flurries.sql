-- Work in the last working days before a period ends, and on all other working days
-- Grain: one row per kind of work and team.
-- Reads: work, period_days; $recorded (true: counted on the day it was put on file, false: on the day of the work).
-- not_worked: on days that are not working days, which stand outside everything else. whole: in other whole stretches of as
-- many working days; squares: the sum of the squared counts of each of these, by which uneven work is told.
with dated as (
    select event_type, team, case when $recorded then recorded_date else event_date end as day
    from work
),

by_stretch as (
    select
        dated.event_type,
        dated.team,
        period_days.stretch,
        period_days.is_period_end,
        period_days.is_whole_stretch,
        count(*) as events
    from dated
    inner join period_days on dated.day = period_days.day
    group by
        dated.event_type, dated.team, period_days.stretch, period_days.is_period_end, period_days.is_whole_stretch
),

flurries as (
    select
        event_type,
        team,
        cast(sum(case when is_period_end then events else 0 end) as integer) as inside,
        cast(sum(case when is_period_end is not null then events else 0 end) as integer) as worked,
        cast(sum(case when is_period_end is null then events else 0 end) as integer) as not_worked,
        cast(sum(case when is_whole_stretch then events else 0 end) as integer) as whole,
        cast(sum(case when is_whole_stretch then events * events else 0 end) as bigint) as squares
    from by_stretch
    group by event_type, team
    order by event_type, team nulls last
)

select * from flurries
