-- Obligations in force, numbered in the order in which the ledger is written
-- Grain: one row per obligation whose anchor lies where the pack is in force.
-- Reads: standing, rule_list, parameters.
-- By rule, episode, then anchor, due and met date (not met comes last); ledger_no counts all of them, occurrence those of
-- one rule in one episode.
with in_order as (
    select
        standing.*,
        cast(row_number() over (
            order by
                rule_list.place, standing.episode_no,
                standing.anchor_date, standing.due_date, standing.met_date nulls last, standing.spell_no
        ) as integer) as ledger_no
    from standing
    cross join parameters
    inner join rule_list on standing.rule_no = rule_list.rule_no
    where
        standing.anchor_date >= coalesce(parameters.effective_from, date '0001-01-01')
        and standing.anchor_date <= coalesce(parameters.effective_to, date '9999-12-31')
),

numbered as (
    select
        ledger_no,
        ledger_no - min(ledger_no) over (partition by rule_no, episode_no) + 1 as occurrence,
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
