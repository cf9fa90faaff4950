-- Times in need that ended in the period, and how
-- Grain: one row per in_need spell that ended in the period.
-- Reads: spells, episodes, visible_events, held, period.
-- Early help: closed with outcome early_help or RC9, or early help started within 28 days of the end.
with ended as (
    select spells.*, episodes.child_id
    from spells
    cross join period
    inner join episodes on spells.episode_no = episodes.episode_no
    where
        spells.spell = 'in_need'
        and spells.end_date >= period.period_start
        and spells.end_date <= period.period_end
),

early_help as (
    select distinct ended.spell_no
    from ended
    inner join visible_events
        on ended.child_id = visible_events.child_id
        and (
            (
                visible_events.event_type = 'early_help_started'
                and visible_events.event_date >= ended.end_date
                and visible_events.event_date <= ended.end_date + 28
            )
            or (
                visible_events.event_type = 'case_closed'
                and visible_events.outcome in ('early_help', 'RC9')
                and visible_events.event_date = ended.end_date
                and visible_events.episode_no = ended.episode_no
            )
        )
    where ended.ended_by = 'case_closed'
),

ended_spells as (
    select
        ended.spell_no,
        ended.episode_no,
        ended.end_date,
        held.team,
        held.worker,
        case
            when ended.ended_by = 'cp_plan_started' then 'protection'
            when ended.ended_by = 'cla_started' then 'care'
            when early_help.spell_no is not null then 'early_help'
            when ended.ended_by = 'transferred_out' then 'transferred'
            else 'closed'
        end as ended_how
    from ended
    left join early_help on ended.spell_no = early_help.spell_no
    left join held
        on ended.episode_no = held.episode_no
        and ended.end_date >= held.from_date
        and ended.end_date < held.until_date
)

select * from ended_spells
