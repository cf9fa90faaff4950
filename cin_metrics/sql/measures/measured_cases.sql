-- The cases of the measures asked for: a source can count for several
-- Grain: one row per case.
-- Reads: source_cases, measure_list.
select source_cases.*
from source_cases
where source_cases.measure in (select measure from measure_list)
