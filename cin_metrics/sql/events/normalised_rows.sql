-- Normalised rows: every row in the contract's words
-- Grain: one row per row of the event files.
-- Reads: raw_rows, read_ids, read_words, read_dates, and a list of words for each column of words.
-- A word or date that says nothing known is null. Midnight is how a day without a time of day is stored. What only
-- tells two rows apart, dropped cells and the time of day of recording, is kept as one number.
with event_types as (
    select given, cast(reading as event_type_words) as reading from read_words where column_name = 'event_type'
),

teams as (
    select given, cast(reading as team_words) as reading from read_words where column_name = 'team'
),

workers as (
    select given, cast(reading as worker_words) as reading from read_words where column_name = 'worker'
),

cohorts as (
    select given, cast(reading as cohort_words) as reading from read_words where column_name = 'cohort'
),

outcomes as (
    select given, cast(reading as outcome_words) as reading from read_words where column_name = 'outcome'
),

seen as (
    select given, cast(reading as child_seen_words) as reading from read_words where column_name = 'child_seen'
),

alone as (
    select given, cast(reading as seen_alone_words) as reading from read_words where column_name = 'seen_alone'
),

chairs as (
    select given, cast(reading as chaired_by_words) as reading from read_words where column_name = 'chaired_by'
),

normalised_rows as (
    select
        raw_rows.event_no,
        raw_rows.fault,
        read_ids.ids_no,
        read_ids.child_id,
        event_types.reading as event_type,
        coalesce(raw_rows.event_day, event_dates.day) as event_date,
        nullif(coalesce(raw_rows.event_clock, event_dates.clock), time '00:00:00') as event_time,
        coalesce(raw_rows.recorded_day, recorded_dates.day) as recorded_date,
        recorded_dates.given is not null as recorded_date_given,
        teams.reading as team,
        workers.reading as worker,
        cohorts.reading as cohort,
        outcomes.reading as outcome,
        seen.reading as child_seen,
        alone.reading as seen_alone,
        chairs.reading as chaired_by,
        hash(
            raw_rows.other_cells,
            nullif(coalesce(raw_rows.recorded_clock, recorded_dates.clock), time '00:00:00')
        ) as other_cells
    from raw_rows
    inner join read_ids
        on raw_rows.child_id is not distinct from read_ids.given_child_id
        and raw_rows.episode_id is not distinct from read_ids.given_episode_id
        and raw_rows.family_id is not distinct from read_ids.given_family_id
    left join read_dates as event_dates on raw_rows.event_date = event_dates.given
    left join read_dates as recorded_dates on raw_rows.recorded_date = recorded_dates.given
    left join event_types on raw_rows.event_type = event_types.given
    left join teams on raw_rows.team = teams.given
    left join workers on raw_rows.worker = workers.given
    left join cohorts on raw_rows.cohort = cohorts.given
    left join outcomes on raw_rows.outcome = outcomes.given
    left join seen on raw_rows.child_seen = seen.given
    left join alone on raw_rows.seen_alone = alone.given
    left join chairs on raw_rows.chaired_by = chairs.given
)

select * from normalised_rows
