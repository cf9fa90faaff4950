-- Obligations: the ledger with everything the measures need
-- Grain: one row per obligation, numbered inside its rule and episode by anchor, due and met date (not met comes last).
-- Reads: judged, held, reasoned, parameters.
-- The holder is the last one named on or before the earlier of the due date and the as-of date, else the first after it.
with numbered as (
    select
        *,
        cast(row_number() over (
            partition by rule_no, episode_no
            order by anchor_date, due_date, met_date nulls last, spell_no, event_no
        ) as integer) as occurrence
    from judged
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
        and numbered.anchor_date = reasoned.anchor_date
        and numbered.spell_no is not distinct from reasoned.spell_no
        and numbered.event_no is not distinct from reasoned.event_no
)

select * from obligations
