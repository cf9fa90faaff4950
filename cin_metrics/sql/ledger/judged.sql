-- Obligations with their status
-- Grain: one row per obligation in force.
-- Reads: numbered, rules, calendar, parameters.
-- days_late counts in the limit's own unit, working days in (due, day] or calendar days, and is at least 1.
with with_status as (
    select
        numbered.*,
        rules.shape,
        rules.reason_expected,
        case
            when numbered.met_date <= numbered.due_date then 'on_time'
            when numbered.met_date is not null then 'late'
            when rules.shape in ('before', 'requires') or numbered.is_broken then 'missed'
            when rules.shape = 'stay' and numbered.spell_end is not null then 'not_required'
            when numbered.spell_end is not null and numbered.due_date < numbered.spell_end then 'missed'
            when numbered.spell_end is not null then 'not_required'
            when parameters.as_of > numbered.due_date then 'overdue'
            else 'upcoming'
        end as status
    from numbered
    cross join parameters
    inner join rules on numbered.variant_no = rules.variant_no
),

with_lateness as (
    select
        with_status.*,
        case
            when with_status.shape in ('requires', 'stay') then null
            when with_status.status = 'late' then with_status.met_date
            when with_status.status = 'overdue' then parameters.as_of
            when with_status.status = 'missed' and with_status.shape = 'before' then with_status.anchor_date
            when with_status.status = 'missed' then with_status.spell_end
        end as late_on
    from with_status
    cross join parameters
),

judged as (
    select
        with_lateness.ledger_no,
        with_lateness.occurrence,
        with_lateness.rule_no,
        with_lateness.variant_no,
        with_lateness.episode_no,
        with_lateness.spell_no,
        with_lateness.spell_end,
        with_lateness.anchor_date,
        with_lateness.due_date,
        with_lateness.met_date,
        with_lateness.status,
        with_lateness.reason_expected,
        case
            when with_lateness.late_on is null then 0
            when with_lateness.in_working_days
                then greatest(1, late_calendar.working_day_number - due_calendar.working_day_number)
            else greatest(1, date_diff('day', with_lateness.due_date, with_lateness.late_on))
        end as days_late
    from with_lateness
    left join calendar as late_calendar
        on with_lateness.in_working_days and with_lateness.late_on = late_calendar.day
    left join calendar as due_calendar
        on with_lateness.late_on is not null and with_lateness.due_date = due_calendar.day
)

select * from judged
