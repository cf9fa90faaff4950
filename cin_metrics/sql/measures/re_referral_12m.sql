-- re_referral_12m: referrals of a child with another referral in the 12 months before
-- Grain: one row per child and day with a referral in the period.
-- Reads: visible_events, held, period. Two referrals of a child on one day are one.
with referrals as (
    select child_id, event_date as day, max(episode_no) as episode_no
    from visible_events
    where event_type = 'referral_received'
    group by child_id, event_date
),

followed as (
    select
        *,
        lag(day) over (partition by child_id order by day) as previous_day
    from referrals
),

cases as (
    select
        're_referral_12m' as measure,
        followed.episode_no,
        held.team,
        held.worker,
        followed.day as counted_on,
        case
            when followed.previous_day >= cast(followed.day - interval '12' month as date) then 1
            else 0
        end as numerator,
        1 as denominator
    from followed
    cross join period
    left join held
        on followed.episode_no = held.episode_no
        and followed.day >= held.from_date
        and followed.day < held.until_date
    where followed.day >= period.period_start and followed.day <= period.period_end
)

select * from cases
