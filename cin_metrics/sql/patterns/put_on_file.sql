-- Work put on file, and whether in a batch
-- Grain: one row per event put on file in the period whose worker is named.
-- Reads: work, parameters; $fewest (events that make a batch), $fewest_days (different days of work), $old_days (days from
-- the oldest to its recording), $first and $last (the period, both ends included).
-- A batch is at least so many events of one kind, of one worker in one team, put on file on one day, whose work was done on
-- at least so many different days, or on two where the oldest is at least so many days old.
with recorded as (
    select work.*
    from work
    cross join parameters
    where
        work.recorded_date >= $first
        and work.recorded_date <= $last
        and work.recorded_date <= parameters.as_of
        and work.worker is not null
),

sittings as (
    select
        event_type,
        team,
        worker,
        recorded_date,
        count(*) as sitting_entries,
        count(distinct event_date) as event_days,
        min(event_date) as oldest_date
    from recorded
    group by event_type, team, worker, recorded_date
),

put_on_file as (
    select
        recorded.*,
        sittings.sitting_entries,
        sittings.sitting_entries >= $fewest
        and (
            sittings.event_days >= $fewest_days
            or (
                sittings.event_days >= 2
                and date_diff('day', sittings.oldest_date, sittings.recorded_date) >= $old_days
            )
        ) as is_batch
    from recorded
    inner join sittings
        on recorded.event_type = sittings.event_type
        and recorded.team is not distinct from sittings.team
        and recorded.worker = sittings.worker
        and recorded.recorded_date = sittings.recorded_date
)

select * from put_on_file
