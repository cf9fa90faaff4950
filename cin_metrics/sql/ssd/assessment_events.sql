-- Assessments started and completed
-- Grain: one row per event of a row of the assessments.
-- Reads: ssd_assessment.
-- Completed with: a strategy discussion (step up), no further action, or services (a plan); else nothing is said.
with read_assessments as (
    select
        *,
        case
            when
                regexp_matches(
                    outcome_json,
                    '(?i)(^|[^a-z_])STRATEGY_DISCUSSION_FLAG["''\s\\]*[:=]["''\s\\]*(y|yes|true|1)([^a-z0-9]|$)'
                ) then 'step_up'
            when
                lower(nfa) in ('y', 'yes', 'true', '1', 't')
                or regexp_matches(
                    outcome_json, '(?i)(^|[^a-z_])NFA_FLAG["''\s\\]*[:=]["''\s\\]*(y|yes|true|1)([^a-z0-9]|$)'
                ) then 'nfa'
            when
                regexp_matches(
                    outcome_json,
                    '(?i)(^|[^a-z_])PROV_OF_SERVICES_FLAG["''\s\\]*[:=]["''\s\\]*(y|yes|true|1)([^a-z0-9]|$)'
                ) then 'cin_plan'
        end as found_outcome
    from ssd_assessment
),

assessment_events as (
    select
        file_no,
        line,
        fault,
        key as source_key,
        person_id as child_id,
        referral_id,
        'assessment_started' as event_type,
        start_date as event_date,
        start_day as event_day,
        team,
        worker,
        null as outcome,
        'case' as belongs
    from read_assessments
    union all
    select
        file_no,
        line,
        fault,
        key as source_key,
        person_id as child_id,
        referral_id,
        'assessment_completed' as event_type,
        authorised_date as event_date,
        authorised_day as event_day,
        team,
        worker,
        found_outcome as outcome,
        'case' as belongs
    from read_assessments
    where authorised_date is not null and fault is null
)

select * from assessment_events
