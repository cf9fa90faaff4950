-- Obligations: the ledger with everything the measures need
-- Grain: one row per obligation.
-- Reads: numbered, held, reasons, parameters.
-- The holder is the last one named on or before the earlier of the due date and the as-of date, else the first after it.
-- A reason counts between the anchor and the day the obligation was met, its spell ended or it is seen.
with reasoned as (
    select
        numbered.rule_no,
        numbered.episode_no,
        numbered.occurrence,
        min_by(reasons.reason, reasons.day) as reason
    from numbered
    cross join parameters
    inner join reasons
        on numbered.episode_no = reasons.episode_no
        and numbered.anchor_date <= reasons.day
        and coalesce(numbered.met_date, numbered.spell_end, parameters.as_of) >= reasons.day
    where numbered.reason_expected
    group by numbered.rule_no, numbered.episode_no, numbered.occurrence
),

obligations as (
    select
        numbered.rule_no,
        numbered.variant_no,
        numbered.episode_no,
        numbered.spell_no,
        numbered.spell_end,
        held.team,
        held.worker,
        numbered.occurrence,
        numbered.anchor_date,
        numbered.due_date,
        numbered.met_date,
        numbered.status,
        cast(numbered.days_late as integer) as days_late,
        reasoned.reason,
        numbered.reason_expected
    from numbered
    cross join parameters
    left join held
        on numbered.episode_no = held.episode_no
        and least(numbered.due_date, parameters.as_of) >= held.from_date
        and least(numbered.due_date, parameters.as_of) < held.until_date
    left join reasoned
        on numbered.rule_no = reasoned.rule_no
        and numbered.episode_no = reasoned.episode_no
        and numbered.occurrence = reasoned.occurrence
)

select * from obligations
