-- Obligations numbered inside their rule and episode
-- Grain: one row per obligation.
-- Reads: judged. By anchor, due and met date; not met comes last.
select
    *,
    cast(row_number() over (
        partition by rule_no, episode_no
        order by anchor_date, due_date, met_date nulls last, spell_no, event_no
    ) as integer) as occurrence
from judged
