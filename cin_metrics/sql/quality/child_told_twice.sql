-- title: One child id with two dates of birth, or two sexes
-- Grain: one row per child id and column that the files tell differently.
-- Reads: events, child_differences.
-- why: Two children may share an id, and then all their events are read as one child's. What was told first is
-- used.
-- mend: Check whose id it is, and put the other right.
-- touches: Every figure of these children; figures by age and sex.
with last_events as (
    select
        child_id,
        arg_max(episode_id, event_no) as episode_id,
        max(event_date) as event_date,
        arg_max(team, event_no) as team
    from events
    group by child_id
),

child_told_twice as (
    select
        child_differences.child_id,
        last_events.episode_id,
        last_events.event_date,
        child_differences.other_birth as other_date,
        last_events.team,
        child_differences.column_name as detail
    from child_differences
    inner join last_events on child_differences.child_id = last_events.child_id
)

select * from child_told_twice
