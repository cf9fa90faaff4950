-- Obligations: the ledger with everything the measures need
-- Grain: one row per obligation, in the order of the ledger.
-- Reads: obligation_rows.
with obligations as (
    select
        ledger_no,
        rule_no,
        variant_no,
        episode_no,
        spell_no,
        spell_end,
        cast(team as varchar) as team,
        cast(worker as varchar) as worker,
        occurrence,
        anchor_date,
        due_date,
        met_date,
        status,
        days_late,
        cast(reason as varchar) as reason,
        reason_expected
    from obligation_rows
)

select * from obligations
