-- Which variant of each rule applies to which children
-- Grain: one row per rule variant and set of cohorts to which it applies.
-- Reads: rules, spells.
-- A cohort's override replaces the rule for its children; where several overrides apply all of them are here, and
-- standing.sql lets the later due date count.
with cohort_sets as (
    select distinct
        cohort_set,
        string_split(cohort_set, ';') as cohorts
    from spells
),

applicable_rules as (
    select
        rules.*,
        cohort_sets.cohort_set
    from rules
    cross join cohort_sets
    where
        case
            when rules.cohort is null then not list_has_any(cohort_sets.cohorts, rules.override_cohorts)
            else list_contains(cohort_sets.cohorts, rules.cohort)
        end
        and (rules.only_cohorts is null or list_has_any(cohort_sets.cohorts, rules.only_cohorts))
        and (rules.except_cohorts is null or not list_has_any(cohort_sets.cohorts, rules.except_cohorts))
)

select * from applicable_rules
