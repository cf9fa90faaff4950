-- Given words
-- Grain: one row per column of words and per different cell in it.
-- Reads: raw_rows.
with given_words as (
    select distinct 'event_type' as column_name, event_type as given from raw_rows
    union all
    select distinct 'team' as column_name, team as given from raw_rows
    union all
    select distinct 'worker' as column_name, worker as given from raw_rows
    union all
    select distinct 'cohort' as column_name, cohort as given from raw_rows
    union all
    select distinct 'outcome' as column_name, outcome as given from raw_rows
    union all
    select distinct 'child_seen' as column_name, child_seen as given from raw_rows
    union all
    select distinct 'seen_alone' as column_name, seen_alone as given from raw_rows
    union all
    select distinct 'chaired_by' as column_name, chaired_by as given from raw_rows
)

select * from given_words
