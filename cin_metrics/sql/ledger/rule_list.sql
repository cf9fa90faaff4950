-- The rules of the pack
-- Grain: one row per rule, as it reads for children in no cohort; place is where it stands in the ledger.
-- Reads: rules.
select
    rule_no,
    rule_id,
    title,
    topic,
    shape,
    spell,
    limit_no,
    limit_unit,
    reason_expected,
    cast(row_number() over (order by rule_id) as integer) as place
from rules
where cohort is null
