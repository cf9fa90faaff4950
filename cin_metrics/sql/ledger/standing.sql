-- Obligations that stand; each level's go in with settled.sql, so that later levels can come after them
-- Grain: one row per obligation. Starts empty.
-- Reads: nothing. in_working_days: days_late counts working days; is_broken: a stay was cut short.
select
    cast(null as integer) as rule_no,
    cast(null as integer) as variant_no,
    cast(null as integer) as episode_no,
    cast(null as integer) as spell_no,
    cast(null as date) as spell_end,
    cast(null as date) as anchor_date,
    cast(null as date) as due_date,
    cast(null as date) as met_date,
    cast(null as boolean) as in_working_days,
    cast(null as boolean) as is_broken
where false
