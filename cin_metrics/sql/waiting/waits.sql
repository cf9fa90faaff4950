-- Waits: from one day to the next thing that happens; each wait's file fills it
-- Grain: one row per wait of a case. Starts empty.
-- Reads: nothing.
-- end_date is the day the wait was over and ended how; both are empty while it goes on.
select
    cast(null as varchar) as wait,
    cast(null as integer) as episode_no,
    cast(null as date) as start_date,
    cast(null as date) as end_date,
    cast(null as varchar) as ended
where false
