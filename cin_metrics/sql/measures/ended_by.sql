-- ended_by: how times in need ended in the period
-- Grain: one row per in_need spell that ended in the period and way to end.
-- Reads: ended_spells, ways.
select
    'ended_by' as measure,
    ended_spells.episode_no,
    ended_spells.team,
    ended_spells.worker,
    ended_spells.end_date as counted_on,
    ways.way as detail,
    case when ended_spells.ended_how = ways.way then 1 else 0 end as numerator,
    1 as denominator
from ended_spells
cross join ways
