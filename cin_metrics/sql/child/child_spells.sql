-- The states one child was in
-- Grain: one row per spell of the child, by episode and start.
-- Reads: spells, episodes; $child_id.
with child_spells as (
    select
        spells.episode_no,
        spells.spell,
        spells.start_date,
        spells.end_date,
        spells.started_by,
        spells.ended_by
    from spells
    inner join episodes on spells.episode_no = episodes.episode_no
    where episodes.child_id = $child_id
    order by spells.episode_no, spells.start_date, spells.end_date nulls last, spells.spell
)

select * from child_spells
