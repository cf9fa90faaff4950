-- Placed events: every event in its case
-- Grain: one row per event found in any table.
-- Reads: found_events, only_children, nearest_referrals.
-- The referral a row names counts, else the nearest. A contact or early help without a case is not one: alone it
-- would open a case that nothing ends.
with placed_events as (
    select
        found_events.* exclude (child_id, referral_id, fault, belongs),
        coalesce(found_events.child_id, only_children.child_id) as child_id,
        coalesce(found_events.referral_id, nearest_referrals.referral_id) as episode_id,
        case
            when found_events.fault is not null then found_events.fault
            when
                found_events.belongs <> 'case'
                and nearest_referrals.referral_id is null
                and found_events.event_day is not null
                and found_events.child_id is not null
                then 'not_a_case'
        end as fault
    from found_events
    left join only_children
        on found_events.child_id is null and found_events.referral_id = only_children.referral_id
    left join nearest_referrals
        on found_events.referral_id is null
        and coalesce(found_events.child_id, only_children.child_id) = nearest_referrals.child_id
        and found_events.event_day = nearest_referrals.event_day
        and found_events.belongs = nearest_referrals.belongs
)

select * from placed_events
