-- need_end: from the start of a time in need to its end
-- Grain: one row per in_need spell.
-- Reads: times_in_need.
select 'need_end' as wait, episode_no, start_date, end_date, ended
from times_in_need
