-- title: Closed before it was referred
-- Grain: one row per closing or transfer out before every referral or transfer in of its episode.
-- Reads: events.
-- why: Time open cannot be counted from a referral that comes after the closing, and the rules that start
-- at the referral find nothing to meet.
-- mend: Check the dates of the referral and the closing, and whether both belong to this episode.
-- touches: Standards counted from the referral, open cases by length.
with first_referrals as (
    select
        episode_no,
        min(event_date) as referral_date
    from events
    where event_type in ('referral_received', 'transferred_in')
    group by episode_no
),

closed_before_referral as (
    select
        events.child_id,
        events.episode_id,
        events.event_date,
        first_referrals.referral_date as other_date,
        events.team,
        events.event_type as detail
    from events
    inner join first_referrals on events.episode_no = first_referrals.episode_no
    where
        events.event_type in ('case_closed', 'transferred_out')
        and events.event_date < first_referrals.referral_date
)

select * from closed_before_referral
