-- Who held a case, and when
-- Grain: one row per episode, kind of holder (team, worker) and stretch of days with the same holder.
-- Reads: visible_events.
-- On a day the last named holder by row counts; the first one also holds the days before it was first named.
with named as (
    select episode_no, 'team' as kind, event_date, event_no, team as holder
    from visible_events
    where team is not null
    union all
    select episode_no, 'worker' as kind, event_date, event_no, worker as holder
    from visible_events
    where worker is not null
),

changing as (
    select episode_no, kind
    from named
    group by episode_no, kind
    having min(holder) <> max(holder)
),

sequences as (
    select
        named.episode_no,
        named.kind,
        named.event_date,
        named.holder,
        lead(named.event_date) over last_of_day as next_date,
        named.event_no
    from named
    inner join changing on named.episode_no = changing.episode_no and named.kind = changing.kind
    window last_of_day as (partition by named.episode_no, named.kind order by named.event_date, named.event_no)
),

daily as (
    select
        *,
        lag(holder) over (partition by episode_no, kind order by event_date) as previous_holder
    from sequences
    where next_date is null or event_date < next_date
),

changes as (
    select
        episode_no,
        kind,
        holder,
        case when previous_holder is null then date '0001-01-01' else event_date end as from_date,
        coalesce(
            lead(event_date) over (partition by episode_no, kind order by event_date), date '9999-12-31'
        ) as until_date
    from daily
    where previous_holder is null or previous_holder <> holder
),

holders as (
    select episode_no, kind, holder, from_date, until_date from changes
    union all
    select
        episode_no,
        kind,
        min(holder) as holder,
        date '0001-01-01' as from_date,
        date '9999-12-31' as until_date
    from named
    group by episode_no, kind
    having min(holder) = max(holder)
)

select * from holders
