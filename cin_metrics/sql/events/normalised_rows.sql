-- Normalised rows: every row in the contract's words
-- Grain: one row per row of the event files, in the order of files and lines.
-- Reads: raw_rows, read_words, read_dates.
-- A word or date that says nothing known is null. Midnight is how a day without a time of day is stored.
with normalised_rows as (
    select
        raw_rows.event_no,
        raw_rows.fault,
        raw_rows.child_id,
        raw_rows.episode_id,
        event_types.reading as event_type,
        coalesce(raw_rows.event_day, event_dates.day) as event_date,
        nullif(coalesce(raw_rows.event_clock, event_dates.clock), time '00:00:00') as event_time,
        coalesce(raw_rows.recorded_day, recorded_dates.day) as recorded_date,
        raw_rows.recorded_date is not null as recorded_date_given,
        raw_rows.team,
        raw_rows.worker,
        cohorts.reading as cohort,
        outcomes.reading as outcome,
        seen.reading as child_seen,
        alone.reading as seen_alone,
        chairs.reading as chaired_by,
        raw_rows.family_id,
        hash(raw_rows.other_cells) as other_cells
    from raw_rows
    left join read_words as event_types
        on event_types.column_name = 'event_type' and raw_rows.event_type = event_types.given
    left join read_dates as event_dates on raw_rows.event_date = event_dates.given
    left join read_dates as recorded_dates on raw_rows.recorded_date = recorded_dates.given
    left join read_words as cohorts
        on cohorts.column_name = 'cohort' and raw_rows.cohort = cohorts.given
    left join read_words as outcomes
        on outcomes.column_name = 'outcome' and raw_rows.outcome = outcomes.given
    left join read_words as seen
        on seen.column_name = 'child_seen' and raw_rows.child_seen = seen.given
    left join read_words as alone
        on alone.column_name = 'seen_alone' and raw_rows.seen_alone = alone.given
    left join read_words as chairs
        on chairs.column_name = 'chaired_by' and raw_rows.chaired_by = chairs.given
)

select * from normalised_rows
