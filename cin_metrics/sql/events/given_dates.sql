-- Given dates
-- Grain: one row per different text in a date column.
-- Reads: raw_rows, raw_children.
with given_dates as (
    select event_date as given from raw_rows where event_date is not null
    union
    select recorded_date as given from raw_rows where recorded_date is not null
    union
    select date_of_birth as given from raw_children where date_of_birth is not null
)

select * from given_dates
