-- The columns of the cases counted by a measure; each measure's file gives some of them
-- Grain: one row per thing that a measure counts (an obligation, a child, a spell, a visit …). None here.
-- Reads: nothing. The view cases is this and the cases of the measures asked for.
-- A figure is the sum of numerator over the sum of denominator, or a quantile of amount; detail is the band or way.
select
    cast(null as varchar) as measure,
    cast(null as integer) as rule_no,
    cast(null as integer) as episode_no,
    cast(null as varchar) as team,
    cast(null as varchar) as worker,
    cast(null as date) as counted_on,
    cast(null as varchar) as detail,
    cast(null as bigint) as numerator,
    cast(null as bigint) as denominator,
    cast(null as bigint) as amount
where false
