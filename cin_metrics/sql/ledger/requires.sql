-- requires: the event only after what it requires
-- Grain: one row per day of the event.
-- Reads: anchors, rules, spell_days, deadlines.
-- Met by the last such day of the spell up to the event, and with in_last not longer ago than that.
with windows as (
    select
        anchors.variant_no,
        anchors.spell_no,
        anchors.anchor_date,
        rules.target_selector,
        coalesce(deadlines.before_date, date '0001-01-01') as counts_from
    from anchors
    inner join rules on anchors.variant_no = rules.variant_no
    left join deadlines on rules.in_last_no = deadlines.limit_no and anchors.anchor_date = deadlines.day
    where rules.shape = 'requires'
),

candidates as (
    select
        windows.variant_no,
        windows.spell_no,
        windows.anchor_date,
        windows.anchor_date as due_date,
        max(spell_days.day) as met_date
    from windows
    left join spell_days
        on windows.spell_no = spell_days.spell_no
        and windows.target_selector = spell_days.selector_no
        and windows.counts_from <= spell_days.day
        and windows.anchor_date >= spell_days.day
    group by windows.variant_no, windows.spell_no, windows.anchor_date
)

select * from candidates
