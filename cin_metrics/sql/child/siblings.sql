-- Children of the same family
-- Grain: one row per other child that shares a family with this one, by identifier.
-- Reads: visible_events, episodes, spells, episode_spells; $child_id.
with families as (
    select distinct visible_events.family_id
    from visible_events
    inner join episodes on visible_events.episode_no = episodes.episode_no
    where episodes.child_id = $child_id and visible_events.family_id is not null
),

members as (
    select distinct episodes.child_id, episodes.episode_no
    from visible_events
    inner join families on visible_events.family_id = families.family_id
    inner join episodes on visible_events.episode_no = episodes.episode_no
    where episodes.child_id <> $child_id
),

siblings as (
    select
        members.child_id,
        max(case when spells.end_date is null and spells.spell = 'episode' then spells.start_date end) as open_since,
        max(case when spells.end_date is null and spells.spell = 'in_need' then spells.start_date end) as in_need_since,
        max(case when spells.end_date is null and spells.spell = 'plan' then spells.start_date end) as plan_since
    from members
    inner join episodes on members.child_id = episodes.child_id
    inner join spells on episodes.episode_no = spells.episode_no
    group by members.child_id
    order by members.child_id
)

select * from siblings
