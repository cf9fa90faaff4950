-- time_in_timescale: child-days inside the limit of the child-days at risk, by recurring rule
-- Grain: one row per obligation and month in which it was at risk.
-- Reads: obligations, rule_list, months, parameters.
-- At risk from the anchor day to the day it was met or its spell ended (through the as-of date while open); inside the limit
-- up to and including the due date.
with at_risk as (
    select
        obligations.*,
        coalesce(obligations.met_date, obligations.spell_end, parameters.as_of + 1) as until_date
    from obligations
    cross join parameters
    inner join rule_list on obligations.rule_no = rule_list.rule_no
    where rule_list.shape = 'every'
),

monthly as (
    select
        at_risk.*,
        greatest(at_risk.anchor_date, months.from_date) as first_day,
        least(at_risk.until_date, months.until_date) as last_day
    from at_risk
    inner join months on at_risk.anchor_date < months.until_date and at_risk.until_date > months.from_date
),

cases as (
    select
        'time_in_timescale' as measure,
        rule_no,
        episode_no,
        team,
        worker,
        first_day as counted_on,
        greatest(0, date_diff('day', first_day, least(last_day, due_date + 1))) as numerator,
        date_diff('day', first_day, last_day) as denominator
    from monthly
    where first_day < last_day
)

select * from cases
