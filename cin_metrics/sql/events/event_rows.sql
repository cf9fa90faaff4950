-- Event rows: the events as they are stored, each word as the number of its place in a list of words
-- Grain: one row per accepted row, by episode and day, then in the order of files and lines.
-- Reads: judged_rows, read_ids, derived_episodes, episodes. ``events`` shows the words as text.
with named_places as (
    select
        read_ids.ids_no,
        episodes.episode_no,
        cast(read_ids.child_id as child_id_words) as child_id,
        cast(episodes.episode_id as episode_id_words) as episode_id,
        cast(read_ids.family_id as family_id_words) as family_id
    from read_ids
    left join episodes on read_ids.child_id = episodes.child_id and read_ids.episode_id = episodes.episode_id
),

derived_places as (
    select
        derived_episodes.event_no,
        episodes.episode_no,
        cast(episodes.episode_id as episode_id_words) as episode_id
    from derived_episodes
    inner join episodes
        on derived_episodes.child_id = episodes.child_id and derived_episodes.episode_id = episodes.episode_id
),

event_rows as (
    select
        judged_rows.event_no,
        coalesce(named_places.episode_no, derived_places.episode_no) as episode_no,
        named_places.child_id,
        coalesce(named_places.episode_id, derived_places.episode_id) as episode_id,
        judged_rows.event_type,
        judged_rows.event_date,
        judged_rows.event_time,
        judged_rows.recorded_date,
        judged_rows.team,
        judged_rows.worker,
        judged_rows.cohort,
        judged_rows.outcome,
        judged_rows.child_seen,
        judged_rows.seen_alone,
        judged_rows.chaired_by,
        named_places.family_id,
        named_places.episode_no is null as is_derived,
        judged_rows.other_cells
    from judged_rows
    inner join named_places on judged_rows.ids_no = named_places.ids_no
    left join derived_places on judged_rows.event_no = derived_places.event_no
    where judged_rows.reason is null
)

select * from event_rows
order by episode_no, event_date, event_no
