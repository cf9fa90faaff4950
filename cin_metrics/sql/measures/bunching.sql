-- bunching: obligations met in the last tenth of the time allowed, of those met on time
-- Grain: one row per obligation of a within rule, due in the period and met on time.
-- Reads: obligations, rule_list, period, parameters. The time allowed runs in calendar days from the anchor to the due date.
select
    'bunching' as measure,
    obligations.rule_no,
    obligations.episode_no,
    obligations.team,
    obligations.worker,
    obligations.due_date as counted_on,
    case
        when
            10 * date_diff('day', obligations.anchor_date, obligations.met_date)
            > 9 * date_diff('day', obligations.anchor_date, obligations.due_date)
            then 1
        else 0
    end as numerator,
    1 as denominator
from obligations
cross join period
cross join parameters
inner join rule_list on obligations.rule_no = rule_list.rule_no
where
    rule_list.shape = 'within'
    and obligations.status = 'on_time'
    and obligations.due_date >= period.period_start
    and obligations.due_date <= period.period_end
    and obligations.due_date <= parameters.as_of
