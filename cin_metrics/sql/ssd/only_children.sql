-- Only children: the child of each referral that is of one child alone
-- Grain: one row per such referral.
-- Reads: known_referrals. A row that names a referral and no child leads to that child.
with only_children as (
    select
        referral_id,
        min(child_id) as child_id
    from known_referrals
    group by referral_id
    having count(*) = 1
)

select * from only_children
