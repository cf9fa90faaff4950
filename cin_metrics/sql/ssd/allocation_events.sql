-- Who held the case: the involvements in the roles that were chosen
-- Grain: one row per involvement in such a role and child; a referral of siblings gives one a child.
-- Reads: ssd_involvement, allocated_roles, known_referrals.
-- Whether it is the first of the case or a change of worker is told once its case is known (changes_of_worker).
with chosen as (
    select ssd_involvement.*
    from ssd_involvement
    left join allocated_roles on ssd_involvement.role = allocated_roles.role
    where allocated_roles.role is not null or ssd_involvement.fault is not null
),

allocation_events as (
    select
        chosen.file_no,
        chosen.line,
        chosen.fault,
        chosen.key as source_key,
        coalesce(chosen.person_id, known_referrals.child_id) as child_id,
        chosen.referral_id,
        'case_allocated' as event_type,
        chosen.start_date as event_date,
        chosen.start_day as event_day,
        chosen.team,
        chosen.worker,
        'case' as belongs
    from chosen
    left join known_referrals
        on chosen.person_id is null and chosen.referral_id = known_referrals.referral_id
)

select * from allocation_events
