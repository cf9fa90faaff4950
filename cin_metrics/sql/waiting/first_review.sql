-- first_review: from the start of a plan to its first review
-- Grain: one row per plan spell.
-- Reads: plans, visible_events. A review on the day the plan started is a wait of 0 days; one on its last day still counts.
with first_reviews as (
    select plans.spell_no, min(visible_events.event_date) as review_date
    from plans
    inner join visible_events
        on plans.episode_no = visible_events.episode_no
        and plans.start_date <= visible_events.event_date
        and (plans.end_date is null or plans.end_date >= visible_events.event_date)
    where visible_events.event_type = 'cin_review'
    group by plans.spell_no
),

waits as (
    select
        'first_review' as wait,
        plans.episode_no,
        plans.start_date,
        coalesce(first_reviews.review_date, plans.end_date) as end_date,
        case when first_reviews.review_date is not null then 'reviewed' else plans.ended end as ended
    from plans
    left join first_reviews on plans.spell_no = first_reviews.spell_no
)

select * from waits
