-- reason_on_file: breaches with a reason on file, of the breaches of rules that expect one
-- Grain: one row per late, missed or overdue obligation due in the period and not after the as-of date.
-- Reads: obligations, period, parameters.
select
    'reason_on_file' as measure,
    obligations.rule_no,
    obligations.episode_no,
    obligations.team,
    obligations.worker,
    obligations.due_date as counted_on,
    case when obligations.reason is not null then 1 else 0 end as numerator,
    1 as denominator
from obligations
cross join period
cross join parameters
where
    obligations.reason_expected
    and obligations.status in ('late', 'missed', 'overdue')
    and obligations.due_date >= period.period_start
    and obligations.due_date <= period.period_end
    and obligations.due_date <= parameters.as_of
