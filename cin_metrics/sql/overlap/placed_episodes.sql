-- Which case of an earlier format a case is
-- Grain: one row per case of the format $side_no; ``joined_id`` is the case's id in the joined extract.
-- Reads: side_episodes, placed_episodes (those of the formats before it); $side_no, $mark.
-- Two cases of a child are one where they begin within a week of each other, or overlap in time and neither is over on
-- its first day; of several the one that begins nearest. A case of its own keeps its id, marked where another has it.
with own as (
    select * from side_episodes where side_no = $side_no
),

candidates as (
    select
        own.child_id,
        own.episode_id,
        earlier.joined_id,
        row_number() over (
            partition by own.child_id, own.episode_id
            order by abs(date_diff('day', own.first_date, earlier.first_date)), earlier.side_no, earlier.joined_id
        ) as place
    from own
    inner join placed_episodes as earlier
        on own.child_id = earlier.child_id
        and (
            abs(date_diff('day', own.first_date, earlier.first_date)) <= 7
            or (
                own.first_date < earlier.last_date
                and earlier.first_date < own.last_date
                and own.first_date < own.last_date
                and earlier.first_date < earlier.last_date
            )
        )
),

taken as (
    select distinct child_id, joined_id from placed_episodes
),

newly_placed as (
    select
        own.side_no,
        own.child_id,
        own.episode_id,
        own.first_date,
        own.last_date,
        coalesce(
            candidates.joined_id,
            case when taken.joined_id is null then own.episode_id else concat($mark, own.episode_id) end
        ) as joined_id
    from own
    left join candidates
        on own.child_id = candidates.child_id and own.episode_id = candidates.episode_id and candidates.place = 1
    left join taken on own.child_id = taken.child_id and own.episode_id = taken.joined_id
)

select * from newly_placed
