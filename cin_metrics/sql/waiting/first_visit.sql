-- first_visit: from the start of a time in need to its first visit
-- Grain: one row per in_need spell.
-- Reads: times_in_need, visible_events. A visit on the first day is a wait of 0 days; one on the last day still counts.
with first_visits as (
    select times_in_need.spell_no, min(visible_events.event_date) as visit_date
    from times_in_need
    inner join visible_events
        on times_in_need.episode_no = visible_events.episode_no
        and times_in_need.start_date <= visible_events.event_date
        and (times_in_need.end_date is null or times_in_need.end_date >= visible_events.event_date)
    where visible_events.event_type = 'cin_visit'
    group by times_in_need.spell_no
),

waits as (
    select
        'first_visit' as wait,
        times_in_need.episode_no,
        times_in_need.start_date,
        coalesce(first_visits.visit_date, times_in_need.end_date) as end_date,
        case when first_visits.visit_date is not null then 'visited' else times_in_need.ended end as ended
    from times_in_need
    left join first_visits on times_in_need.spell_no = first_visits.spell_no
)

select * from waits
