-- What becomes of each row where equal ids are the same children
-- Grain: one row per row of the event files, in their order: the case of an accepted one, the reason of the others.
-- Reads: side_events, placed_episodes, rows_aside.
-- An event of the same child, kind and day that an earlier format tells is told already; so is the beginning or the end
-- of a case that an earlier format tells of that case, whatever its day.
with placed as (
    select
        side_events.*,
        placed_episodes.joined_id,
        case
            when side_events.event_type in ('referral_received', 'transferred_in') then 'begins'
            when side_events.event_type in ('case_closed', 'transferred_out') then 'ends'
        end as turn
    from side_events
    inner join placed_episodes
        on side_events.side_no = placed_episodes.side_no
        and side_events.child_id = placed_episodes.child_id
        and side_events.episode_id = placed_episodes.episode_id
),

first_told as (
    select
        child_id,
        event_type,
        event_date,
        min(side_no) as side_no
    from placed
    group by child_id, event_type, event_date
),

turns as (
    select
        child_id,
        joined_id,
        turn,
        min(side_no) as side_no
    from placed
    where turn is not null
    group by child_id, joined_id, turn
),

joined_rows as (
    select
        placed.event_no,
        placed.joined_id as episode_id,
        case
            when placed.side_no > first_told.side_no or placed.side_no > turns.side_no then 'other_source'
        end as reason
    from placed
    inner join first_told
        on placed.child_id = first_told.child_id
        and placed.event_type = first_told.event_type
        and placed.event_date = first_told.event_date
    left join turns
        on placed.child_id = turns.child_id and placed.joined_id = turns.joined_id and placed.turn = turns.turn
    union all
    select
        event_no,
        cast(null as varchar) as episode_id,
        reason
    from rows_aside
)

select * from joined_rows
order by event_no
