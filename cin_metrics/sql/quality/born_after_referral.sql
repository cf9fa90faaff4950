-- title: Referred more than 40 weeks before birth
-- Grain: one row per referral more than 280 days before the child's date of birth.
-- Reads: events, children.
-- why: An unborn child can be referred, but not before it was conceived: one of the two dates is wrong, or two children
-- share an id.
-- mend: Check the date of birth and the referral; leave the date blank while a child is unborn.
-- touches: Figures by age.
with born_after_referral as (
    select
        events.child_id,
        events.episode_id,
        events.event_date,
        children.date_of_birth as other_date,
        events.team,
        events.event_type as detail
    from events
    inner join children on events.child_id = children.child_id
    where events.event_type = 'referral_received' and children.date_of_birth > events.event_date + 280
)

select * from born_after_referral
