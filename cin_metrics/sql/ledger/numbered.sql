-- Obligations in force, numbered in the order in which the ledger is written
-- Grain: one row per obligation whose anchor lies where the pack is in force.
-- Reads: standing, rule_list, parameters.
-- By rule, episode, then anchor, due and met date (not met comes last); ledger_no counts all of them, occurrence those of
-- one rule in one episode. Sorted once: what numbers the rows passes over them in that order.
with in_force as (
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

in_order as (
    select
        *,
        cast(row_number() over () as integer) as ledger_no,
        lag(rule_no) over () is distinct from rule_no
        or lag(episode_no) over () is distinct from episode_no as is_first
    from in_force
),

numbered as (
    select
        ledger_no,
        1 + ledger_no - max(case when is_first then ledger_no end) over (
            rows between unbounded preceding and current row
        ) as occurrence,
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
    from in_order
)

select * from numbered
