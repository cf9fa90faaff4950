-- Read dates: what each different text in a date column says
-- Grain: one row per different text that is not blank.
-- Reads: given_dates.
-- Years first (ISO), days first (UK, in figures or with the month's name, two-digit years from 1970 on) or an
-- Excel serial number, each with or without a time of day. ``day`` is null where none of these fits: months
-- are never read first. A zone is ignored: the day is the one written.
with trimmed as (
    select
        given,
        lower(regexp_replace(given, '^[\s\p{Z}\p{C}]+|[\s\p{Z}\p{C}]+$', '', 'g')) as written
    from given_dates
),

divided as (
    select
        given,
        regexp_extract(
            written,
            '^(.*?)(?:(?:t|,?\s+)(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,6})?)\d*)?\s*([ap]m)?\s*(?:z|[+-]\d{2}:?\d{2})?)?$',
            ['day_part', 'hours', 'minutes', 'seconds', 'half']
        ) as parts
    from trimmed
    where written <> ''
),

timed as (
    select
        given,
        parts.day_part,
        parts.hours,
        case
            when parts.half = '' then parts.hours
            when try_cast(parts.hours as integer) between 1 and 12 then
                cast(try_cast(parts.hours as integer) % 12 + case when parts.half = 'pm' then 12 else 0 end as varchar)
        end || ':' || parts.minutes || ':' || coalesce(nullif(parts.seconds, ''), '00') as clock_text,
        case
            when regexp_matches(parts.day_part, '^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$') then 'year first'
            when regexp_matches(parts.day_part, '^\d{1,2}[-/. ]\d{1,2}[-/. ](\d{4}|\d{2})$') then 'day first'
            when regexp_matches(parts.day_part, '^\d{1,2}[-/. ]?[a-z]{3,9}[-/., ]*(\d{4}|\d{2})$') then 'month named'
            when regexp_matches(parts.day_part, '^\d{5}(\.\d+)?$') then 'Excel number'
        end as form
    from divided
),

months(month_name, month_number) as (
    values
        ('january', '1'), ('february', '2'), ('march', '3'), ('april', '4'), ('may', '5'), ('june', '6'),
        ('july', '7'), ('august', '8'), ('september', '9'), ('october', '10'), ('november', '11'),
        ('december', '12')
),

figures as (
    select
        timed.*,
        regexp_extract(day_part, '^(\d+)', 1) as first_figures,
        case form
            when 'month named' then months.month_number
            else regexp_extract(day_part, '^\d+[-/. ](\d+)', 1)
        end as month_figures,
        regexp_extract(day_part, '(\d+)$', 1) as last_figures
    from timed
    left join months
        on timed.form = 'month named'
        and starts_with(months.month_name, regexp_extract(timed.day_part, '([a-z]+)', 1))
),

days as (
    select
        given,
        hours,
        clock_text,
        form,
        case
            when form = 'Excel number' then try_cast(day_part as double)
        end as serial,
        case
            when form = 'year first' then
                try_cast(first_figures || '-' || month_figures || '-' || last_figures as date)
            when form in ('day first', 'month named') then
                try_cast(
                    case
                        when length(last_figures) = 4 then ''
                        when last_figures < '70' then '20'
                        else '19'
                    end || last_figures || '-' || month_figures || '-' || first_figures as date
                )
        end as written_day
    from figures
),

read_dates as (
    select
        given,
        form,
        case
            when hours <> '' and try_cast(clock_text as time) is null then null
            when serial >= 20000 and serial <= 80000 then date '1899-12-30' + cast(floor(serial) as integer)
            else written_day
        end as day,
        case
            when hours <> '' then try_cast(clock_text as time)
            when serial is not null then
                cast(
                    timestamp '2000-01-01 00:00:00'
                    + cast(round((serial - floor(serial)) * 86400) as integer) * interval 1 second as time
                )
        end as clock
    from days
)

select * from read_dates
