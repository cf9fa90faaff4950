-- Obligations in force, numbered in the order in which the ledger is written
-- Grain: one row per obligation whose anchor lies where the pack is in force.
-- Reads: standing, rule_list, parameters.
-- By rule, episode, then anchor, due and met date (not met comes last); ledger_no counts all of them, occurrence those of
-- one rule in one episode. Narrow rows are sorted once and then counted as they stand: a window that sorts costs twice as
-- much, so the windows below have no order of their own.
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

counted as (
    select
        in_order.*,
        cast(row_number() over () as integer) as ledger_no,
        rule_no = lag(rule_no) over () and episode_no = lag(episode_no) over () as is_another
    from in_order
),

with_first_no as (
    select
        counted.*,
        max(case when is_another then 0 else ledger_no end) over (rows between unbounded preceding and current row)
            as first_no
    from counted
),

numbered as (
    select
        ledger_no,
        ledger_no - first_no + 1 as occurrence,
        rule_no,
        variant_no,
        episode_no,
        spell_no,
        spell_end,
        anchor_date,
        due_date,
        met_date,
        in_working_days,
        is_broken
    from with_first_no
)

select * from numbered
