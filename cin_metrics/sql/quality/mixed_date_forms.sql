-- title: Dates of more than one form in a column
-- Grain: one row per file, date column and form, where a column has more than one.
-- Reads: date_forms.
-- why: Two sources may have been joined, and one of them may have swapped days and months without any date
-- becoming unreadable.
-- mend: Export the column in one form, best with the year first.
-- touches: Every figure, where days and months were swapped.
with forms as (
    select
        *,
        count(*) over (partition by file, column_name) as form_count
    from date_forms
),

mixed_date_forms as (
    select
        cast(null as varchar) as child_id,
        cast(null as varchar) as episode_id,
        first_date as event_date,
        last_date as other_date,
        cast(null as varchar) as team,
        file || ', ' || column_name || ': ' || form as detail
    from forms
    where form_count > 1
)

select * from mixed_date_forms
