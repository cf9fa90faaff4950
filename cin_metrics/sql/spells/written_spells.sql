-- Spells as they are written: the contract's columns
-- Grain: one row per spell, by child, episode, start.
-- Reads: spells, episodes.
select
    episodes.child_id,
    episodes.episode_id,
    spells.spell,
    spells.start_date,
    spells.end_date,
    spells.started_by,
    spells.ended_by
from spells
inner join episodes on spells.episode_no = episodes.episode_no
order by spells.episode_no, spells.start_date, spells.end_date nulls last, spells.spell
