-- Anchors: the days from which rules count
-- Grain: one row per rule variant, spell and anchor day, of the rules of one level.
-- Reads: applicable_rules, spells, spell_days, standing, present_level (rules that come after others are of a higher one).
-- Counts from an event's days, or from the days on which another rule was met in the same spell; a rule that counts from
-- the first anchor only keeps that one.
with rules_of_level as (
    select applicable_rules.*
    from applicable_rules
    inner join present_level on applicable_rules.level = present_level.level
    where applicable_rules.spell is not null
),

anchor_days as (
    select rules_of_level.variant_no, rules_of_level.anchor_each, spell_days.spell_no, spell_days.day as anchor_date
    from rules_of_level
    inner join spell_days on rules_of_level.anchor_selector = spell_days.selector_no
    inner join spells
        on spell_days.spell_no = spells.spell_no
        and rules_of_level.spell = spells.spell
        and rules_of_level.cohort_set = spells.cohort_set
    union all
    select rules_of_level.variant_no, rules_of_level.anchor_each, standing.spell_no, standing.met_date as anchor_date
    from rules_of_level
    inner join standing on rules_of_level.after_rule_no = standing.rule_no and standing.met_date is not null
    inner join spells
        on standing.spell_no = spells.spell_no
        and rules_of_level.spell = spells.spell
        and rules_of_level.cohort_set = spells.cohort_set
),

anchors as (
    select variant_no, spell_no, min(anchor_date) as anchor_date
    from anchor_days
    group by variant_no, spell_no, case when anchor_each then anchor_date end
)

select * from anchors
