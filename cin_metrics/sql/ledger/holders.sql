-- Who held a case, and when
-- Grain: one row per episode, kind of holder (team, worker) and stretch of days with the same holder.
-- Reads: visible_events.
-- On a day the last named holder by row counts; the very first one also holds the days before it was named.
-- Where all days of a holder lie before those of the next, its first day says everything. Only an episode in which two
-- were named in turn, or on one day, is read event by event.
with pairs as (
    select episode_no, team, worker, min(event_date) as first_date, max(event_date) as last_date
    from visible_events
    group by episode_no, team, worker
),

named as (
    select episode_no, 'team' as kind, team as holder, min(first_date) as first_date, max(last_date) as last_date
    from pairs
    where team is not null
    group by episode_no, team
    union all
    select episode_no, 'worker' as kind, worker as holder, min(first_date) as first_date, max(last_date) as last_date
    from pairs
    where worker is not null
    group by episode_no, worker
),

in_turn as (
    select distinct one.episode_no, one.kind
    from named as one
    inner join named as other
        on one.episode_no = other.episode_no
        and one.kind = other.kind
        and one.holder <> other.holder
        and one.first_date <= other.last_date
        and one.last_date >= other.first_date
),

events_in_turn as (
    select
        in_turn.episode_no,
        in_turn.kind,
        visible_events.event_date,
        visible_events.event_no,
        case in_turn.kind when 'team' then visible_events.team else visible_events.worker end as holder
    from visible_events
    inner join in_turn on visible_events.episode_no = in_turn.episode_no
),

days as (
    select
        episode_no,
        kind,
        event_date,
        max_by(holder, event_no) as holder,
        min_by(holder, event_no) as first_holder
    from events_in_turn
    where holder is not null
    group by episode_no, kind, event_date
    union all
    select named.episode_no, named.kind, named.first_date as event_date, named.holder, named.holder as first_holder
    from named
    left join in_turn on named.episode_no = in_turn.episode_no and named.kind = in_turn.kind
    where in_turn.episode_no is null
),

days_in_order as (
    select
        *,
        lag(holder) over (partition by episode_no, kind order by event_date) as previous_holder
    from days
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
    from days_in_order
    where previous_holder is null or previous_holder <> holder
    union all
    select episode_no, kind, first_holder as holder, date '0001-01-01' as from_date, event_date as until_date
    from days_in_order
    where previous_holder is null and first_holder <> holder
)

select * from holders
