-- title: Two episodes open at once
-- Grain: one row per open episode of a child who has an earlier one still open.
-- Reads: events.
-- why: The child is counted twice among open cases, and each episode is missing what was recorded on the
-- other.
-- mend: Close or merge the episode that should not be open.
-- touches: Open cases, in timescale now, what is overdue now.
with bounds as (
    select
        episode_no,
        min(child_id) as child_id,
        min(episode_id) as episode_id,
        min(event_date) as start_date,
        min(event_date) filter (where event_type in ('case_closed', 'transferred_out')) as end_date,
        max(team) as team
    from events
    group by episode_no
),

open_episodes as (
    select
        *,
        lag(start_date) over (partition by child_id order by start_date, episode_no) as earlier_start
    from bounds
    where end_date is null
),

two_open_episodes as (
    select
        child_id,
        episode_id,
        start_date as event_date,
        earlier_start as other_date,
        team,
        'open since' as detail
    from open_episodes
    where earlier_start is not null
)

select * from two_open_episodes
