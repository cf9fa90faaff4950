-- Known referrals: when each case was open
-- Grain: one row per child and referral.
-- Reads: read_referrals.
with known_referrals as (
    select
        child_id,
        referral_id,
        min(start_day) as start_day,
        coalesce(
            max(close_day), min(start_day) filter (where is_nfa and not is_worked_on), date '9999-12-31'
        ) as last_day
    from read_referrals
    where fault is null and child_id is not null and referral_id is not null and start_day is not null
    group by child_id, referral_id
)

select * from known_referrals
