-- Obligations: the ledger with everything the measures need
-- Grain: one row per obligation, in the order of the ledger.
-- Reads: numbered, judged, held, reasoned, parameters.
-- Numbered inside its rule and episode from that order. The holder is the last one named on or before the earlier of the
-- due date and the as-of date, else the first after it.
with first_numbers as (
    select rule_no, episode_no, min(ledger_no) as ledger_no
    from numbered
    group by rule_no, episode_no
),

obligations as (
    select
        judged.ledger_no,
        judged.rule_no,
        judged.variant_no,
        judged.episode_no,
        judged.spell_no,
        judged.spell_end,
        held.team,
        held.worker,
        judged.ledger_no - first_numbers.ledger_no + 1 as occurrence,
        judged.anchor_date,
        judged.due_date,
        judged.met_date,
        judged.status,
        cast(judged.days_late as integer) as days_late,
        reasoned.reason,
        judged.reason_expected
    from judged
    cross join parameters
    inner join first_numbers
        on judged.rule_no = first_numbers.rule_no
        and judged.episode_no = first_numbers.episode_no
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
