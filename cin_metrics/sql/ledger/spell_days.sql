-- The days on which something a rule names happened, inside the spells whose rules ask for them
-- Grain: one row per spell, selector and event; who reads it counts days, so two events on one day are one.
-- Reads: selected_events, selector_spells, spells. A day belongs to every spell that holds it, both ends included.
select
    spells.spell_no,
    selected_events.selector_no,
    selected_events.event_date as day
from selected_events
inner join selector_spells on selected_events.selector_no = selector_spells.selector_no
inner join spells
    on selected_events.episode_no = spells.episode_no
    and selector_spells.spell = spells.spell
    and selected_events.event_date >= spells.start_date
    and selected_events.event_date <= coalesce(spells.end_date, date '9999-12-31')
