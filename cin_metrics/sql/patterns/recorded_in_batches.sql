-- How much of the work was put on file in batches
-- Grain: one row per kind of work and team.
-- Reads: put_on_file. sitting_size: how many entries stand beside an entry on average, itself included.
with recorded_in_batches as (
    select
        event_type,
        team,
        count(*) as entries,
        count(case when is_batch then 1 end) as in_batches,
        avg(sitting_entries) as sitting_size
    from put_on_file
    group by event_type, team
    order by event_type, team nulls last
)

select * from recorded_in_batches
