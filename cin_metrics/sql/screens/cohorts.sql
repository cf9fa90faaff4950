-- Cohorts that occur in the extract
-- Grain: one row per cohort, by code.
-- Reads: events.
with words as (
    select unnest(string_split(cohort, ';')) as cohort
    from events
    where cohort is not null
)

select distinct cohort
from words
order by cohort
