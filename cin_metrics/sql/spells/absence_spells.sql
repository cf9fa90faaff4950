-- Absences from section 17: protection and care
-- Grain: one row per time on a protection plan or in care, inside an episode.
-- Reads: visible_events, episode_spells.
-- Days decide: what was open before a day is ended on it first, then what starts on it starts; with nothing open
-- before it, a start and an end on one day make a spell of that day. Nothing opens on or after the closing day.
with switches as (
    select
        visible_events.episode_no,
        episode_spells.end_date as episode_end_date,
        episode_spells.ended_by as episode_ended_by,
        visible_events.event_date as day,
        case when visible_events.event_type in ('cp_plan_started', 'cp_plan_ended') then 'protection' else 'care' end
            as spell,
        visible_events.event_type in ('cp_plan_started', 'cla_started') as is_start
    from visible_events
    inner join episode_spells on visible_events.episode_no = episode_spells.episode_no
    where visible_events.event_type in ('cp_plan_started', 'cp_plan_ended', 'cla_started', 'cla_ended')
),

days as (
    select
        episode_no,
        spell,
        day,
        max(episode_end_date) as episode_end_date,
        max(episode_ended_by) as episode_ended_by,
        bool_or(is_start and (episode_end_date is null or day < episode_end_date)) as starts,
        bool_or(not is_start) as ends
    from switches
    where episode_end_date is null or day <= episode_end_date
    group by episode_no, spell, day
),

-- A day with both leaves the state as it found it, so the last day with only one of them says what was open.
states as (
    select
        *,
        coalesce(
            last_value(case when starts <> ends then starts end ignore nulls) over (
                partition by episode_no, spell order by day rows between unbounded preceding and 1 preceding
            ),
            false
        ) as open_before,
        min(case when ends then day end) over (
            partition by episode_no, spell order by day rows between 1 following and unbounded following
        ) as next_end
    from days
),

absence_spells as (
    select
        episode_no,
        spell,
        day as start_date,
        case when ends and not open_before then day else coalesce(next_end, episode_end_date) end as end_date,
        case when spell = 'protection' then 'cp_plan_started' else 'cla_started' end as started_by,
        case
            when (ends and not open_before) or next_end is not null
                then case when spell = 'protection' then 'cp_plan_ended' else 'cla_ended' end
            else episode_ended_by
        end as ended_by
    from states
    where starts and (ends or not open_before)
)

select * from absence_spells
