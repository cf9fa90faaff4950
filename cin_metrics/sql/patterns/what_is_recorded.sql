-- Whether the extract says when work was put on file, and by whom
-- Grain: one row per kind of work that occurs.
-- Reads: work.
with what_is_recorded as (
    select
        event_type,
        count(*) as events,
        count(recorded_date) as with_recorded_date,
        count(case when recorded_date is not null and worker is not null then 1 end) as with_both
    from work
    group by event_type
    order by event_type
)

select * from what_is_recorded
