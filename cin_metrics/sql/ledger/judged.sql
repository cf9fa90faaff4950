-- Obligations with their status
-- Grain: one row per obligation whose anchor lies where the pack is in force.
-- Reads: standing, rules, calendar, parameters.
-- days_late counts in the limit's own unit, working days in (due, day] or calendar days, and is at least 1.
with in_force as (
    select standing.*
    from standing
    cross join parameters
    where
        standing.anchor_date >= coalesce(parameters.effective_from, date '0001-01-01')
        and standing.anchor_date <= coalesce(parameters.effective_to, date '9999-12-31')
),

with_status as (
    select
        in_force.*,
        rules.shape,
        rules.reason_expected,
        case
            when in_force.met_date <= in_force.due_date then 'on_time'
            when in_force.met_date is not null then 'late'
            when rules.shape in ('before', 'requires') or in_force.is_broken then 'missed'
            when rules.shape = 'stay' and in_force.spell_end is not null then 'not_required'
            when in_force.spell_end is not null and in_force.due_date < in_force.spell_end then 'missed'
            when in_force.spell_end is not null then 'not_required'
            when parameters.as_of > in_force.due_date then 'overdue'
            else 'upcoming'
        end as status
    from in_force
    cross join parameters
    inner join rules on in_force.variant_no = rules.variant_no
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
        with_lateness.rule_no,
        with_lateness.variant_no,
        with_lateness.episode_no,
        with_lateness.spell_no,
        with_lateness.spell_end,
        with_lateness.event_no,
        with_lateness.anchor_date,
        with_lateness.due_date,
        with_lateness.met_date,
        with_lateness.status,
        with_lateness.reason_expected,
        case
            when with_lateness.late_on is null then 0
            when with_lateness.limit_unit = 'working_day'
                then greatest(1, late_calendar.working_day_number - due_calendar.working_day_number)
            else greatest(1, date_diff('day', with_lateness.due_date, with_lateness.late_on))
        end as days_late
    from with_lateness
    left join calendar as late_calendar
        on with_lateness.limit_unit = 'working_day' and with_lateness.late_on = late_calendar.day
    left join calendar as due_calendar
        on with_lateness.late_on is not null and with_lateness.due_date = due_calendar.day
)

select * from judged
