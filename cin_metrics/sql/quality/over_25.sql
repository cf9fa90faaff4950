-- title: Older than 25
-- Grain: one row per episode with something on file on or after the day its child became 26.
-- Reads: events, children.
-- why: Services for children end at 25 at the latest. The date of birth is wrong, the case was never closed, or a
-- parent stands in the child's place.
-- mend: Check the date of birth, and close what is over.
-- touches: Figures by age, open cases by length.
with last_events as (
    select
        episode_no,
        min(child_id) as child_id,
        min(episode_id) as episode_id,
        max(event_date) as event_date,
        arg_max(team, event_no) as team
    from events
    group by episode_no
),

over_25 as (
    select
        last_events.child_id,
        last_events.episode_id,
        last_events.event_date,
        children.date_of_birth as other_date,
        last_events.team,
        'last event' as detail
    from last_events
    inner join children on last_events.child_id = children.child_id
    where last_events.event_date >= children.date_of_birth + interval 26 year
)

select * from over_25
