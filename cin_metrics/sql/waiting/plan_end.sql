-- plan_end: from the start of a plan to its end
-- Grain: one row per plan spell.
-- Reads: plans.
select 'plan_end' as wait, episode_no, start_date, end_date, ended
from plans
