-- Drift: the last reviews all ended in "continue" and the plan was not changed since the first of them
-- Grain: one row per open in_need spell. since: the day of the first of those reviews.
-- Reads: open_in_need, visible_events, drift_settings. Several reviews on a day are one, continued only if all were.
with reviews as (
    select
        open_in_need.episode_no,
        visible_events.event_date as day,
        bool_and(coalesce(visible_events.outcome = 'continue', false)) as is_continued
    from open_in_need
    inner join visible_events
        on open_in_need.episode_no = visible_events.episode_no
        and visible_events.event_type = 'cin_review'
        and open_in_need.start_date <= visible_events.event_date
    group by open_in_need.episode_no, visible_events.event_date
),

recent as (
    select
        *,
        row_number() over (partition by episode_no order by day desc) as place
    from reviews
),

unchanging as (
    select
        recent.episode_no,
        min(recent.day) as first_day,
        max(recent.day) as last_day,
        count(*) as number_of_reviews
    from recent
    inner join drift_settings
        on drift_settings.indicator = 'reviews_without_change' and recent.place <= drift_settings.count
    group by recent.episode_no, drift_settings.count
    having bool_and(recent.is_continued) and count(*) = drift_settings.count
),

indicated as (
    select
        unchanging.episode_no,
        'reviews_without_change' as indicator,
        unchanging.first_day as since,
        concat(
            'The last ', unchanging.number_of_reviews, ' reviews, ', unchanging.first_day, ' to ', unchanging.last_day,
            ', ended in continue with no change to the plan since the first of them'
        ) as detail
    from unchanging
    left join visible_events as changes
        on unchanging.episode_no = changes.episode_no
        and changes.event_type = 'plan_updated'
        and unchanging.first_day <= changes.event_date
    where changes.episode_no is null
)

select * from indicated
