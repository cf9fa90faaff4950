-- In need: open under section 17 and neither on a protection plan nor in care
-- Grain: one row per stretch between absences, inside an episode.
-- Reads: episode_spells, absence_spells, event_types.
-- Overlapping or touching absences are one. A stretch starts with the episode or on the day an absence ends, and ends
-- on the day an absence starts or with the episode; none starts on the closing day but that of a one-day episode.
with ordered_absences as (
    select
        *,
        max(coalesce(end_date, date '9999-12-31')) over (
            partition by episode_no order by start_date, end_date
            rows between unbounded preceding and 1 preceding
        ) as earlier_end
    from absence_spells
),

numbered_absences as (
    select
        *,
        sum(case when earlier_end is null or start_date > earlier_end then 1 else 0 end) over (
            partition by episode_no order by start_date, end_date
            rows between unbounded preceding and current row
        ) as absence_no
    from ordered_absences
),

absences as (
    select
        episode_no,
        absence_no,
        min(start_date) as start_date,
        case when count(end_date) = count(*) then max(end_date) end as end_date
    from numbered_absences
    group by episode_no, absence_no
),

named_absences as (
    select
        absences.episode_no,
        absences.start_date,
        absences.end_date,
        min(starting.position) filter (where parts.start_date = absences.start_date) as first_position,
        min(ending.position) filter (where parts.end_date = absences.end_date) as last_position
    from absences
    inner join numbered_absences as parts
        on absences.episode_no = parts.episode_no and absences.absence_no = parts.absence_no
    inner join event_types as starting on parts.started_by = starting.event_type
    left join event_types as ending on parts.ended_by = ending.event_type
    group by absences.episode_no, absences.start_date, absences.end_date
),

stretch_starts as (
    select episode_no, start_date, started_by, date '0001-01-01' as after_day
    from episode_spells
    union all
    select
        named_absences.episode_no,
        named_absences.end_date as start_date,
        event_types.event_type as started_by,
        named_absences.start_date as after_day
    from named_absences
    inner join episode_spells on named_absences.episode_no = episode_spells.episode_no
    inner join event_types on named_absences.last_position = event_types.position
    where episode_spells.end_date is null or named_absences.end_date < episode_spells.end_date
),

next_absences as (
    select
        stretch_starts.episode_no,
        stretch_starts.start_date,
        stretch_starts.started_by,
        stretch_starts.after_day,
        min(named_absences.start_date) as absence_start
    from stretch_starts
    left join named_absences
        on stretch_starts.episode_no = named_absences.episode_no
        and stretch_starts.after_day < named_absences.start_date
    group by
        stretch_starts.episode_no, stretch_starts.start_date, stretch_starts.started_by, stretch_starts.after_day
),

in_need_spells as (
    select
        next_absences.episode_no,
        next_absences.start_date,
        coalesce(next_absences.absence_start, episode_spells.end_date) as end_date,
        next_absences.started_by,
        coalesce(event_types.event_type, episode_spells.ended_by) as ended_by
    from next_absences
    inner join episode_spells on next_absences.episode_no = episode_spells.episode_no
    left join named_absences
        on next_absences.episode_no = named_absences.episode_no
        and next_absences.absence_start = named_absences.start_date
    left join event_types on named_absences.first_position = event_types.position
)

select * from in_need_spells
