-- The events of one file as they are handed on
-- Grain: one row per event found in the file numbered $file_no, in the order of its lines.
-- Reads: placed_events, changes_of_worker, ssd_department, ssd_family. A team is shown by its name, a worker by the id.
with teams as (
    select
        team_id,
        min(team_name) as team_name
    from ssd_department
    where fault is null and team_id is not null
    group by team_id
),

families as (
    select
        person_id,
        min(family_id) as family_id
    from ssd_family
    where fault is null and person_id is not null
    group by person_id
),

ssd_events as (
    select
        placed_events.line,
        placed_events.fault,
        placed_events.source_key,
        placed_events.child_id,
        case
            when changes_of_worker.line is not null and placed_events.event_type = 'case_allocated' then 'worker_changed'
            else placed_events.event_type
        end as event_type,
        placed_events.event_date,
        placed_events.episode_id,
        coalesce(teams.team_name, placed_events.team) as team,
        placed_events.worker,
        placed_events.outcome,
        placed_events.child_seen,
        placed_events.seen_alone,
        families.family_id
    from placed_events
    left join changes_of_worker
        on placed_events.file_no = changes_of_worker.file_no
        and placed_events.line = changes_of_worker.line
        and placed_events.child_id = changes_of_worker.child_id
    left join teams on placed_events.team = teams.team_id
    left join families on placed_events.child_id = families.person_id
    where placed_events.file_no = $file_no
    order by placed_events.line, placed_events.event_type, placed_events.child_id
)

select * from ssd_events
