-- title: Neither yes nor no
-- Grain: one row per cell of child_seen or seen_alone that is filled and says neither.
-- Reads: events, unread_cells.
-- why: The visit counts as one on which nothing was recorded about the child being seen.
-- mend: Write yes or no, or leave the cell blank.
-- touches: Child seen, seen alone.
with unreadable_yes_no as (
    select
        events.child_id,
        events.episode_id,
        events.event_date,
        cast(null as date) as other_date,
        events.team,
        unread_cells.column_name as detail
    from unread_cells
    inner join events on unread_cells.event_no = events.event_no
)

select * from unreadable_yes_no
