-- The first day on which an event stands that makes a rule ask for nothing
-- Grain: one row per episode and selector named in an unless.
-- Reads: selected_events, rules.
select
    episode_no,
    selector_no,
    min(event_date) as day
from selected_events
where selector_no in (select unless_selector from rules)
group by episode_no, selector_no
