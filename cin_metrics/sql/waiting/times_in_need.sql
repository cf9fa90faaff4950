-- Times in need and how each ended
-- Grain: one row per in_need spell.
-- Reads: spells, ended_spells (of all days), episodes. The ways of ending are those of the measure ended_by.
select
    spells.spell_no,
    spells.episode_no,
    episodes.child_id,
    spells.start_date,
    spells.end_date,
    spells.started_by,
    ended_spells.ended_how as ended
from spells
inner join episodes on spells.episode_no = episodes.episode_no
left join ended_spells on spells.spell_no = ended_spells.spell_no
where spells.spell = 'in_need'
