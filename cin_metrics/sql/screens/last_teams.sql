-- Which team each episode was last with
-- Grain: one row per episode; last_team is empty where none of its events names one.
-- Reads: events.
select
    min(child_id) as child_id,
    min(episode_id) as episode_id,
    arg_max(team, event_no) filter (where team is not null) as last_team
from events
group by episode_no
