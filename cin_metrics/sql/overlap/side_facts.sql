-- What each format holds
-- Grain: one row per format with an event. A few early events do not make a history: it begins where a twentieth of the
-- events have happened.
-- Reads: side_events.
with side_facts as (
    select
        side_no,
        count(*) as events,
        count(distinct child_id) as children,
        min(event_date) as first_date,
        quantile_disc(event_date, 0.05) as begins,
        list_distinct(list(event_type)) as event_types
    from side_events
    group by side_no
)

select * from side_facts
order by side_no
