-- Drift indicators; each indicator's file fills it
-- Grain: one row per episode in need and indicator. Starts empty.
-- Reads: nothing.
select
    cast(null as integer) as episode_no,
    cast(null as varchar) as indicator,
    cast(null as date) as since,
    cast(null as varchar) as detail
where false
