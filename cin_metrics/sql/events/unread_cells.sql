-- Unread cells
-- Grain: one row per cell that should say yes or no, is filled and says neither.
-- Reads: raw_rows, read_words.
with unread_words as (
    select
        column_name,
        given
    from read_words
    where reading is null and column_name in ('child_seen', 'seen_alone')
),

unread_cells as (
    select
        raw_rows.event_no,
        unread_words.column_name
    from raw_rows
    inner join unread_words
        on unread_words.column_name = 'child_seen' and raw_rows.child_seen = unread_words.given
    union all
    select
        raw_rows.event_no,
        unread_words.column_name
    from raw_rows
    inner join unread_words
        on unread_words.column_name = 'seen_alone' and raw_rows.seen_alone = unread_words.given
)

select * from unread_cells
