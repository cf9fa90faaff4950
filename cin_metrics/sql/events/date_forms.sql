-- Date forms: how the dates that came as text were written
-- Grain: one row per file, date column and form.
-- Reads: raw_rows, read_dates, files.
with dates as (
    select
        raw_rows.file_no,
        'event_date' as column_name,
        read_dates.form,
        read_dates.day
    from raw_rows
    inner join read_dates on raw_rows.event_date = read_dates.given
    where read_dates.day is not null
    union all
    select
        raw_rows.file_no,
        'recorded_date' as column_name,
        read_dates.form,
        read_dates.day
    from raw_rows
    inner join read_dates on raw_rows.recorded_date = read_dates.given
    where read_dates.day is not null
),

date_forms as (
    select
        files.name as file,
        dates.column_name,
        dates.form,
        min(dates.day) as first_date,
        max(dates.day) as last_date,
        count(*) as row_count
    from dates
    inner join files on dates.file_no = files.file_no
    group by files.name, dates.column_name, dates.form
)

select * from date_forms
