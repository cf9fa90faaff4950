-- Repeated rows
-- Grain: one row per accepted row that equals an earlier one in every column, dropped ones too.
-- Reads: event_rows, in the order in which it is stored: equal rows stand on one day of one episode, so only
-- rows with a neighbour on their day are compared.
with neighbours as (
    select
        *,
        coalesce(lag(episode_no) over () = episode_no and lag(event_date) over () = event_date, false) as follows,
        coalesce(lead(episode_no) over () = episode_no and lead(event_date) over () = event_date, false) as precedes
    from event_rows
),

compared as (
    select
        event_no,
        row_number() over (
            partition by
                episode_no, event_date, event_type, event_time, recorded_date, team, worker, cohort,
                outcome, child_seen, seen_alone, chaired_by, family_id, is_derived, other_cells
            order by event_no
        ) as appearance
    from neighbours
    where follows or precedes
),

repeated_rows as (
    select
        event_no,
        'duplicate' as reason
    from compared
    where appearance > 1
)

select * from repeated_rows
