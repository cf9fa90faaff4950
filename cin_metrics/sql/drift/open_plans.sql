-- Plans open now
-- Grain: one row per open plan spell of a child in need at the as-of date.
-- Reads: spells, open_in_need.
select
    spells.spell_no,
    spells.episode_no,
    spells.start_date
from spells
inner join open_in_need on spells.episode_no = open_in_need.episode_no
where spells.spell = 'plan' and spells.end_date is null
