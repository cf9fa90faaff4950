-- title: An assessment began before the referral
-- Grain: one row per start dated before the first referral or transfer in of its episode.
-- Reads: events.
-- why: How long the assessment took cannot be told, because it is counted from the referral and this one began before.
-- mend: Check both dates, and whether the assessment belongs to this episode.
-- touches: Assessment standards.
with first_referrals as (
    select
        episode_no,
        min(event_date) as referral_date
    from events
    where event_type in ('referral_received', 'transferred_in')
    group by episode_no
),

assessment_before_referral as (
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
    where events.event_type = 'assessment_started'
)

select * from assessment_before_referral
