-- timeliness: obligations met on time of those that fell due in the period
-- Grain: one row per obligation due in the period and not after the as-of date.
-- Reads: obligations, period, parameters. Upcoming and not-required obligations never enter.
select
    'timeliness' as measure,
    obligations.rule_no,
    obligations.episode_no,
    obligations.team,
    obligations.worker,
    obligations.due_date as counted_on,
    case when obligations.status = 'on_time' then 1 else 0 end as numerator,
    1 as denominator
from obligations
cross join period
cross join parameters
where
    obligations.status in ('on_time', 'late', 'missed', 'overdue')
    and obligations.due_date >= period.period_start
    and obligations.due_date <= period.period_end
    and obligations.due_date <= parameters.as_of
