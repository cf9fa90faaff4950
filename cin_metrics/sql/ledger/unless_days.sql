-- The first day on which an event stands that makes a rule ask for nothing
-- Grain: one row per episode and selector named in an unless.
-- Reads: selected_days, rules.
select
    selected_days.episode_no,
    selected_days.selector_no,
    min(selected_days.day) as day
from selected_days
where selected_days.selector_no in (select unless_selector from rules)
group by selected_days.episode_no, selected_days.selector_no
