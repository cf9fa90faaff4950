-- title: A date of birth after the day of the extract
-- Grain: one row per child whose date of birth is after the day of the extract.
-- Reads: events, children, load_settings.
-- why: A date that has not come yet is an expected birth or a slip. The child's age cannot be told.
-- mend: Check it; an expected date of birth is no date of birth.
-- touches: Figures by age.
with last_events as (
    select
        child_id,
        arg_max(episode_id, event_no) as episode_id,
        max(event_date) as event_date,
        arg_max(team, event_no) as team
    from events
    group by child_id
),

born_in_future as (
    select
        children.child_id,
        last_events.episode_id,
        last_events.event_date,
        children.date_of_birth as other_date,
        last_events.team,
        'date of birth' as detail
    from children
    cross join load_settings
    inner join last_events on children.child_id = last_events.child_id
    where children.date_of_birth > load_settings.extract_date
)

select * from born_in_future
