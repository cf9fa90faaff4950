-- title: No team named
-- Grain: one row per episode of which no event names a team.
-- Reads: events.
-- why: What falls due in the episode is counted for the authority and for no team: comparisons between
-- teams leave it out.
-- mend: Record who holds the case, or add the team to the extract.
-- touches: Every comparison of teams.
with no_team as (
    select
        child_id,
        episode_id,
        min(event_date) as event_date,
        max(event_date) as other_date,
        max(team) as team,
        'first and last event' as detail
    from events
    group by child_id, episode_id
    having count(team) = 0
)

select * from no_team
