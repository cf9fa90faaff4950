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

given_windows as (
    select windows.*
    from windows
    where given_selector is null
    union all
    select distinct windows.*
    from windows
    inner join spell_days
        on windows.spell_no = spell_days.spell_no
        and windows.given_selector = spell_days.selector_no
        and windows.previous_date < spell_days.day
        and windows.anchor_date >= spell_days.day
),

candidates as (
    select
        given_windows.variant_no,
        given_windows.spell_no,
        given_windows.anchor_date,
        given_windows.due_date,
        min(spell_days.day) as met_date
    from given_windows
    left join spell_days
        on given_windows.spell_no = spell_days.spell_no
        and given_windows.target_selector = spell_days.selector_no
        and given_windows.previous_date < spell_days.day
        and given_windows.anchor_date >= spell_days.day
    group by given_windows.variant_no, given_windows.spell_no, given_windows.anchor_date, given_windows.due_date
)

select * from candidates
