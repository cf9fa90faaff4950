-- Read referrals: each row of the referrals with what its flags say
-- Grain: one row per row of the table of referrals.
-- Reads: ssd_referral, ssd_assessment, ssd_plan, ssd_enquiry, ssd_protection_plan.
-- A referral without further action, without a day of closure and with no work under it was over on its day:
-- otherwise it would count as a case that nobody ever closes. JSON is read by pattern, because some systems
-- glue it together by hand and it is often no JSON.
with worked_on as (
    select referral_id from ssd_assessment
    union
    select referral_id from ssd_plan
    union
    select referral_id from ssd_enquiry
    union
    select referral_id from ssd_protection_plan
),

read_referrals as (
    select
        file_no,
        line,
        fault,
        key as referral_id,
        person_id as child_id,
        start_date,
        start_day,
        need,
        team,
        close_date,
        close_day,
        coalesce(nullif(upper(regexp_extract(close_reason, '^\W*([Rr][Cc]\d)(\D|$)', 1)), ''), close_reason) as close_reason,
        coalesce(lower(nfa) in ('y', 'yes', 'true', '1', 't'), false)
        or coalesce(
            regexp_matches(
                outcome_json, '(?i)(^|[^a-z_])NFA_FLAG["''\s\\]*[:=]["''\s\\]*(y|yes|true|1)([^a-z0-9]|$)'
            ),
            false
        ) as is_nfa,
        key in (select worked_on.referral_id from worked_on where worked_on.referral_id is not null) as is_worked_on
    from ssd_referral
)

select * from read_referrals
