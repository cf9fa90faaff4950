-- new_protection: from stepping down from protection to the child's next protection plan
-- Grain: one row per in_need spell that began on leaving protection.
-- Reads: times_in_need, spells, episodes. As for step_down_sustained, any later protection plan of the child counts, and
-- neither care nor a closing ends the wait.
with protections as (
    select episodes.child_id, spells.start_date
    from spells
    inner join episodes on spells.episode_no = episodes.episode_no
    where spells.spell = 'protection'
),

step_downs as (
    select
        times_in_need.spell_no,
        times_in_need.episode_no,
        times_in_need.start_date,
        min(protections.start_date) as end_date
    from times_in_need
    left join protections
        on times_in_need.child_id = protections.child_id
        and times_in_need.start_date < protections.start_date
    where times_in_need.started_by = 'cp_plan_ended'
    group by times_in_need.spell_no, times_in_need.episode_no, times_in_need.start_date
),

waits as (
    select
        'new_protection' as wait,
        episode_no,
        start_date,
        end_date,
        case when end_date is not null then 'protection' end as ended
    from step_downs
)

select * from waits
