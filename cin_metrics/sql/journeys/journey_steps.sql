-- The steps of each case, from how it came in to where it stands
-- Grain: one row per step of a case that was open at some time in the period, in order.
-- Reads: episode_spells, episodes, spells, ended_spells, held, episode_cohorts, visible_events, parameters;
-- $teams and $cohorts (empty: all), $first and $last (the period, both ends included).
-- A case belongs to the team that holds it on the as-of date or held it when it closed. Being on a plan is a step of its own.
with cases as (
    select
        episode_spells.episode_no,
        episodes.child_id,
        episodes.episode_id,
        held.team,
        held.worker,
        episode_spells.start_date,
        episode_spells.end_date
    from episode_spells
    cross join parameters
    inner join episodes on episode_spells.episode_no = episodes.episode_no
    left join held
        on episode_spells.episode_no = held.episode_no
        and coalesce(episode_spells.end_date, parameters.as_of) >= held.from_date
        and coalesce(episode_spells.end_date, parameters.as_of) < held.until_date
    where
        episode_spells.start_date <= $last
        and coalesce(episode_spells.end_date, parameters.as_of) >= $first
        and (len($teams) = 0 or list_contains($teams, held.team))
        and (
            len($cohorts) = 0
            or episode_spells.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
),

arrivals as (
    select
        cases.episode_no,
        cases.start_date as day,
        0 as rank,
        case
            when bool_or(visible_events.event_type = 'referral_received') then 'referral'
            when bool_or(visible_events.event_type = 'transferred_in') then 'transfer in'
            else 'already known'
        end as step
    from cases
    left join visible_events
        on cases.episode_no = visible_events.episode_no
        and visible_events.event_type in ('referral_received', 'transferred_in')
    group by cases.episode_no, cases.start_date
),

assessments as (
    select
        cases.episode_no,
        min(visible_events.event_date) as day,
        2 as rank,
        'assessed' as step
    from cases
    inner join visible_events
        on cases.episode_no = visible_events.episode_no
        and visible_events.event_type = 'assessment_completed'
    group by cases.episode_no
),

states as (
    select
        cases.episode_no,
        spells.start_date as day,
        case spells.spell when 'in_need' then 1 when 'plan' then 3 else 4 end as rank,
        case spells.spell
            when 'in_need' then 'in need'
            when 'plan' then 'plan'
            when 'protection' then 'protection'
            else 'care'
        end as step
    from cases
    inner join spells on cases.episode_no = spells.episode_no
    where spells.spell <> 'episode'
),

endings as (
    select
        cases.episode_no,
        cases.end_date as day,
        9 as rank,
        case
            when cases.end_date is null then 'still open'
            when ended_spells.ended_how = 'early_help' then 'early help'
            when episode_spells.ended_by = 'transferred_out' then 'transferred'
            else 'closed'
        end as step
    from cases
    inner join episode_spells on cases.episode_no = episode_spells.episode_no
    left join ended_spells
        on cases.episode_no = ended_spells.episode_no and cases.end_date = ended_spells.end_date
),

steps as (
    select * from arrivals
    union all
    select * from assessments
    union all
    select * from states
    union all
    select * from endings
),

journey_steps as (
    select
        cases.episode_no,
        cases.child_id,
        cases.episode_id,
        cases.team,
        cases.worker,
        cases.start_date,
        cases.end_date,
        steps.step,
        steps.day,
        row_number() over (
            partition by steps.episode_no order by steps.day nulls last, steps.rank, steps.step
        ) as place
    from steps
    inner join cases on steps.episode_no = cases.episode_no
    order by cases.episode_no, place
)

select * from journey_steps
