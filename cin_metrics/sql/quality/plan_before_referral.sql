-- title: A plan began before the referral
-- Grain: one row per start dated before the first referral or transfer in of its episode.
-- Reads: events.
-- why: How long it took from referral to plan cannot be told, and the plan may belong to an earlier case.
-- mend: Check both dates, and whether the plan belongs to this episode.
-- touches: Plan standards, open plans by length.
with first_referrals as (
    select
        episode_no,
        min(event_date) as referral_date
    from events
    where event_type in ('referral_received', 'transferred_in')
    group by episode_no
),

plan_before_referral as (
    select
        events.child_id,
        events.episode_id,
        events.event_date,
        first_referrals.referral_date as other_date,
        events.team,
        events.event_type as detail
    from events
    inner join first_referrals
        on events.episode_no = first_referrals.episode_no and events.event_date < first_referrals.referral_date
    where events.event_type = 'plan_started'
)

select * from plan_before_referral
