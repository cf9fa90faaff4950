-- Obligations before excuses and competing overrides are settled; the shapes' files fill it
-- Grain: one row per obligation that a rule variant asks for. Starts empty.
-- Reads: nothing.
select
    cast(null as integer) as variant_no,
    cast(null as integer) as spell_no,
    cast(null as integer) as episode_no,
    cast(null as bigint) as event_no,
    cast(null as date) as anchor_date,
    cast(null as date) as due_date,
    cast(null as date) as met_date,
    cast(null as varchar) as limit_unit,
    cast(null as boolean) as is_broken
where false
