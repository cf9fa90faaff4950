-- The same days, inside the spells whose rules ask for them
-- Grain: one row per spell, selector and day. A day belongs to every spell that holds it, both ends included.
-- Reads: selected_days, selector_spells, spells.
select
    spells.spell_no,
    selected_days.selector_no,
    selected_days.day
from selected_days
inner join selector_spells on selected_days.selector_no = selector_spells.selector_no
inner join spells
    on selected_days.episode_no = spells.episode_no
    and selector_spells.spell = spells.spell
    and selected_days.day >= spells.start_date
    and selected_days.day <= coalesce(spells.end_date, date '9999-12-31')
