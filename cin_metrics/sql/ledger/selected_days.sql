-- The days on which something a rule names happened
-- Grain: one row per episode, selector and day; several such events on one day are one.
-- Reads: selected_events, selector_spells, rules. Left out: what is only asked to be put on file, event by event.
select distinct
    episode_no,
    selector_no,
    event_date as day
from selected_events
where
    selector_no in (select selector_no from selector_spells)
    or selector_no in (select unless_selector from rules)
