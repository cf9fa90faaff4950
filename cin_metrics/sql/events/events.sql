-- Events
-- Grain: one row per accepted row of the extract.
-- Reads: event_rows.
with events as (
    select
        event_no,
        episode_no,
        cast(child_id as varchar) as child_id,
        cast(episode_id as varchar) as episode_id,
        cast(event_type as varchar) as event_type,
        event_date,
        event_time,
        recorded_date,
        cast(team as varchar) as team,
        cast(worker as varchar) as worker,
        cast(cohort as varchar) as cohort,
        cast(outcome as varchar) as outcome,
        cast(child_seen as varchar) as child_seen,
        cast(seen_alone as varchar) as seen_alone,
        cast(chaired_by as varchar) as chaired_by,
        cast(family_id as varchar) as family_id
    from event_rows
)

select * from events
