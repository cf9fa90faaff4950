-- Drift: the last visits that fell due were not on time
-- Grain: one row per open in_need spell. since: the due day of the first of those visits.
-- Reads: open_in_need, obligations, spells, drift_settings.
-- Looks at the last rows of the pack's recurring visit rule in the open time in need, those of plans that ended in it too,
-- that are neither upcoming nor not required (a cohort may have the rule in another spell than the rest).
with fallen_due as (
    select
        obligations.episode_no,
        obligations.due_date,
        obligations.status,
        row_number() over (
            partition by obligations.episode_no order by obligations.occurrence desc
        ) as place
    from obligations
    inner join drift_settings
        on drift_settings.indicator = 'missed_visits' and obligations.rule_no = drift_settings.rule_no
    inner join open_in_need on obligations.episode_no = open_in_need.episode_no
    inner join spells on obligations.spell_no = spells.spell_no
    where
        obligations.status not in ('upcoming', 'not_required')
        and obligations.anchor_date >= open_in_need.start_date
        and (spells.end_date is null or spells.start_date >= open_in_need.start_date)
),

indicated as (
    select
        fallen_due.episode_no,
        'missed_visits' as indicator,
        min(fallen_due.due_date) as since,
        concat(
            'The last ', count(*), ' visits were not on time; they were due on ',
            string_agg(cast(fallen_due.due_date as varchar), ', ' order by fallen_due.due_date)
        ) as detail
    from fallen_due
    inner join drift_settings
        on drift_settings.indicator = 'missed_visits' and fallen_due.place <= drift_settings.count
    group by fallen_due.episode_no, drift_settings.count
    having count(*) = drift_settings.count and not bool_or(fallen_due.status = 'on_time')
)

select * from indicated
