-- case_end: from the start of a case to its closing
-- Grain: one row per episode.
-- Reads: spells.
select
    'case_end' as wait,
    episode_no,
    start_date,
    end_date,
    case ended_by when 'case_closed' then 'closed' when 'transferred_out' then 'transferred' end as ended
from spells
where spell = 'episode'
