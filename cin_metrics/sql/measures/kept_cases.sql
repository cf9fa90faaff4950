-- The cases of the measures asked for, stored
-- Grain: one row per case.
-- Reads: measured_cases. In the order of teams, so that those of a team are found without reading all.
select *
from measured_cases
order by team, measure, rule_no
