-- within: the target happens within the limit of the anchor
-- Grain: one row per anchor (the first of the spell, or each).
-- Reads: anchors, rules, spells, spell_days, deadlines.
-- Met by the first target on or after the anchor (after it, where one event could be both) and not before not_before.
with windows as (
    select
        anchors.variant_no,
        anchors.spell_no,
        anchors.anchor_date,
        due.after_date as due_date,
        rules.target_selector,
        greatest(
            anchors.anchor_date + case when rules.target_after_anchor then 1 else 0 end,
            coalesce(counting.after_date, anchors.anchor_date)
        ) as counts_from
    from anchors
    inner join rules on anchors.variant_no = rules.variant_no
    inner join deadlines as due on rules.limit_no = due.limit_no and anchors.anchor_date = due.day
    left join deadlines as counting
        on rules.not_before_no = counting.limit_no and anchors.anchor_date = counting.day
    where rules.shape = 'within'
),

candidates as (
    select
        windows.variant_no,
        windows.spell_no,
        windows.anchor_date,
        windows.due_date,
        min(spell_days.day) as met_date
    from windows
    left join spell_days
        on windows.spell_no = spell_days.spell_no
        and windows.target_selector = spell_days.selector_no
        and windows.counts_from <= spell_days.day
    group by windows.variant_no, windows.spell_no, windows.anchor_date, windows.due_date
)

select * from candidates
