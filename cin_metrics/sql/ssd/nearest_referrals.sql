-- Nearest referrals: the case of what happened to a child on a day, where the row names none
-- Grain: one row per child, day and kind of event that has such a case.
-- Reads: found_events, only_children, known_referrals.
-- The case open then (of several the latest), else the one before it, else one that starts within 28 days. A contact
-- belongs to the referral that follows within 28 days, else to the case open then; early help to the latest case
-- begun by then.
with days_to_place as (
    select distinct
        coalesce(found_events.child_id, only_children.child_id) as child_id,
        found_events.event_day,
        found_events.belongs
    from found_events
    left join only_children
        on found_events.child_id is null and found_events.referral_id = only_children.referral_id
    where found_events.referral_id is null and found_events.event_day is not null
),

near as (
    select
        days_to_place.child_id,
        days_to_place.event_day,
        days_to_place.belongs,
        known_referrals.referral_id,
        row_number() over (
            partition by days_to_place.child_id, days_to_place.event_day, days_to_place.belongs
            order by
                case
                    when
                        days_to_place.belongs = 'contact'
                        and known_referrals.start_day >= days_to_place.event_day then 0
                    when known_referrals.start_day > days_to_place.event_day then 3
                    when known_referrals.last_day >= days_to_place.event_day then 1
                    else 2
                end,
                abs(known_referrals.start_day - days_to_place.event_day),
                known_referrals.referral_id
        ) as preference
    from days_to_place
    inner join known_referrals
        on days_to_place.child_id = known_referrals.child_id
        and known_referrals.start_day <= days_to_place.event_day + 28
    where
        case days_to_place.belongs
            when 'contact' then known_referrals.last_day >= days_to_place.event_day
            when 'early_help' then known_referrals.start_day <= days_to_place.event_day
            else true
        end
),

nearest_referrals as (
    select
        child_id,
        event_day,
        belongs,
        referral_id
    from near
    where preference = 1
)

select * from nearest_referrals
