-- Event rows: the events as they are stored, each word as the number of its place in a list of words
-- Grain: one row per accepted row, by episode and day, then in the order of files and lines.
-- Reads: judged_rows, derived_episodes, episodes. ``events`` shows the words as text.
with event_rows as (
    select
        judged_rows.event_no,
        episodes.episode_no,
        cast(episodes.child_id as child_id_words) as child_id,
        cast(episodes.episode_id as episode_id_words) as episode_id,
        cast(judged_rows.event_type as event_type_words) as event_type,
        judged_rows.event_date,
        judged_rows.event_time,
        judged_rows.recorded_date,
        cast(judged_rows.team as team_words) as team,
        cast(judged_rows.worker as worker_words) as worker,
        cast(judged_rows.cohort as cohort_words) as cohort,
        cast(judged_rows.outcome as outcome_words) as outcome,
        cast(judged_rows.child_seen as child_seen_words) as child_seen,
        cast(judged_rows.seen_alone as seen_alone_words) as seen_alone,
        cast(judged_rows.chaired_by as chaired_by_words) as chaired_by,
        cast(judged_rows.family_id as family_id_words) as family_id,
        judged_rows.other_cells
    from judged_rows
    left join derived_episodes on judged_rows.event_no = derived_episodes.event_no
    inner join episodes
        on judged_rows.child_id = episodes.child_id
        and coalesce(judged_rows.episode_id, derived_episodes.episode_id) = episodes.episode_id
    where judged_rows.reason is null
)

select * from event_rows
order by episode_no, event_date, event_no
