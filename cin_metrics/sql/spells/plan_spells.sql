-- Child in need plans
-- Grain: one row per plan, inside an in_need spell.
-- Reads: visible_events, in_need_spells, episode_spells.
-- Days decide, as for absences; the end of the in_need spell ends a plan. A plan started while one is open is an
-- update of it. Nothing opens on or after the day the episode ended.
with switches as (
    select
        in_need_spells.episode_no,
        in_need_spells.start_date as in_need_start,
        in_need_spells.end_date as in_need_end,
        in_need_spells.ended_by as in_need_ended_by,
        visible_events.event_date as day,
        visible_events.event_type = 'plan_started'
            and (episode_spells.end_date is null or visible_events.event_date < episode_spells.end_date) as is_start,
        visible_events.event_type = 'plan_ended' as is_end
    from visible_events
    inner join in_need_spells
        on visible_events.episode_no = in_need_spells.episode_no
        and visible_events.event_date >= in_need_spells.start_date
        and (in_need_spells.end_date is null or visible_events.event_date <= in_need_spells.end_date)
    inner join episode_spells on visible_events.episode_no = episode_spells.episode_no
    where visible_events.event_type in ('plan_started', 'plan_ended')
),

days as (
    select
        episode_no,
        in_need_start,
        in_need_end,
        max(in_need_ended_by) as in_need_ended_by,
        day,
        bool_or(is_start) as starts,
        bool_or(is_end) as plan_ends,
        bool_or(is_end) or coalesce(day = in_need_end, false) as ends
    from switches
    group by episode_no, in_need_start, in_need_end, day
),

states as (
    select
        *,
        coalesce(
            last_value(case when starts <> ends then starts end ignore nulls) over (
                partition by episode_no, in_need_start, in_need_end order by day
                rows between unbounded preceding and 1 preceding
            ),
            false
        ) as open_before,
        min(case when plan_ends then day end) over (
            partition by episode_no, in_need_start, in_need_end order by day
            rows between 1 following and unbounded following
        ) as next_plan_end
    from days
),

plan_spells as (
    select
        episode_no,
        day as start_date,
        case when plan_ends and not open_before then day else coalesce(next_plan_end, in_need_end) end as end_date,
        'plan_started' as started_by,
        case
            when (plan_ends and not open_before) or next_plan_end is not null then 'plan_ended'
            else in_need_ended_by
        end as ended_by
    from states
    where starts and (ends or not open_before)
)

select * from plan_spells
