-- Who held a case, and when
-- Grain: one row per episode, kind of holder (team, worker) and stretch of days with the same holder.
-- Reads: visible_events.
-- On a day the last named holder by row counts; the very first one also holds the days before it was named.
with named as (
    select
        episode_no,
        event_no,
        event_date,
        team,
        worker,
        lag(team ignore nulls) over by_row as previous_team,
        lag(worker ignore nulls) over by_row as previous_worker
    from visible_events
    window by_row as (partition by episode_no order by event_date, event_no)
),

changes_by_row as (
    select episode_no, 'team' as kind, event_date, event_no, team as holder
    from named
    where team <> previous_team or (team is not null and previous_team is null)
    union all
    select episode_no, 'worker' as kind, event_date, event_no, worker as holder
    from named
    where worker <> previous_worker or (worker is not null and previous_worker is null)
),

last_of_day as (
    select
        episode_no,
        kind,
        event_date,
        max_by(holder, event_no) as holder,
        min_by(holder, event_no) as first_holder
    from changes_by_row
    group by episode_no, kind, event_date
),

days as (
    select
        *,
        lag(holder) over (partition by episode_no, kind order by event_date) as previous_holder
    from last_of_day
),

holders as (
    select
        episode_no,
        kind,
        holder,
        case
            when previous_holder is null and first_holder = holder then date '0001-01-01' else event_date
        end as from_date,
        coalesce(
            lead(event_date) over (partition by episode_no, kind order by event_date), date '9999-12-31'
        ) as until_date
    from days
    where previous_holder is null or previous_holder <> holder
    union all
    select episode_no, kind, first_holder as holder, date '0001-01-01' as from_date, event_date as until_date
    from days
    where previous_holder is null and first_holder <> holder
)

select * from holders
