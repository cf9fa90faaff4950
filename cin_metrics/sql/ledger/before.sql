-- before: the target happens at least the limit before the event
-- Grain: one row per day of that event (with given: only where that stands since the previous one).
-- Reads: anchors, rules, spells, spell_days, deadlines.
-- The target counts after the previous such event of the spell, whether or not that one had a row.
with windows as (
    select
        anchors.variant_no,
        anchors.spell_no,
        anchors.anchor_date,
        deadlines.before_date as due_date,
        rules.target_selector,
        rules.given_selector,
        coalesce(
            lag(anchors.anchor_date) over (partition by anchors.variant_no, anchors.spell_no order by anchors.anchor_date),
            date '0001-01-01'
        ) as previous_date
    from anchors
    inner join rules on anchors.variant_no = rules.variant_no
    inner join deadlines on rules.limit_no = deadlines.limit_no and anchors.anchor_date = deadlines.day
    where rules.shape = 'before'
),

candidates as (
    select
        windows.variant_no,
        windows.spell_no,
        windows.anchor_date,
        windows.due_date,
        min(case when spell_days.selector_no = windows.target_selector then spell_days.day end) as met_date
    from windows
    left join spell_days
        on windows.spell_no = spell_days.spell_no
        and spell_days.selector_no in (windows.target_selector, windows.given_selector)
        and windows.previous_date < spell_days.day
        and windows.anchor_date >= spell_days.day
    group by windows.variant_no, windows.spell_no, windows.anchor_date, windows.due_date, windows.given_selector
    having
        windows.given_selector is null
        or bool_or(spell_days.selector_no = windows.given_selector)
)

select * from candidates
