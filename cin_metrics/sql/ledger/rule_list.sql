-- The rules of the pack
-- Grain: one row per rule, as it reads for children in no cohort.
-- Reads: rules.
select rule_no, rule_id, title, topic, shape, spell, limit_no, limit_unit, reason_expected
from rules
where cohort is null
