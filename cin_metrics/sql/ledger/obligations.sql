-- Obligations: the ledger with everything the measures need
-- Grain: one row per obligation, in the order of the ledger.
-- Reads: judged, held, reasoned, parameters.
-- The holder is the last one named on or before the earlier of the due date and the as-of date, else the first after it.
with obligations as (
    select
        judged.ledger_no,
        judged.rule_no,
        judged.variant_no,
        judged.episode_no,
        judged.spell_no,
        judged.spell_end,
        held.team,
        held.worker,
        judged.occurrence,
        judged.anchor_date,
        judged.due_date,
        judged.met_date,
        judged.status,
        cast(judged.days_late as integer) as days_late,
        reasoned.reason,
        judged.reason_expected
    from judged
    cross join parameters
    left join held
        on judged.episode_no = held.episode_no
        and least(judged.due_date, parameters.as_of) >= held.from_date
        and least(judged.due_date, parameters.as_of) < held.until_date
    left join reasoned
        on judged.reason_expected
        and judged.episode_no = reasoned.episode_no
        and judged.anchor_date = reasoned.anchor_date
        and coalesce(judged.met_date, judged.spell_end, parameters.as_of) = reasoned.until_date
)

select * from obligations
