-- The children behind a flurry
-- Grain: one row per event of one kind of work in the last working days before a period end, the latest first.
-- Reads: work, period_days; $event_type, $recorded.
with period_end_work as (
    select
        work.child_id,
        work.episode_id,
        work.team,
        work.event_date,
        work.recorded_date
    from work
    inner join period_days
        on case when $recorded then work.recorded_date else work.event_date end = period_days.day
    where period_days.is_period_end and work.event_type = $event_type
    order by period_days.day desc, work.child_id, work.episode_id, work.event_date
)

select * from period_end_work
