-- Obligations in force, numbered in the order in which the ledger is written
-- Grain: one row per obligation whose anchor lies where the pack is in force.
-- Reads: standing, rule_list, parameters.
-- By rule, episode, then anchor, due and met date (not met comes last). One sort of narrow rows, then counted as they
-- stand: numbering them inside each rule and episode by a window costs twice as much.
with in_order as (
    select standing.*
    from standing
    cross join parameters
    inner join rule_list on standing.rule_no = rule_list.rule_no
    where
        standing.anchor_date >= coalesce(parameters.effective_from, date '0001-01-01')
        and standing.anchor_date <= coalesce(parameters.effective_to, date '9999-12-31')
    order by
        rule_list.place, standing.episode_no,
        standing.anchor_date, standing.due_date, standing.met_date nulls last, standing.spell_no
),

numbered as (
    select cast(row_number() over () as integer) as ledger_no, in_order.*
    from in_order
)

select * from numbered
