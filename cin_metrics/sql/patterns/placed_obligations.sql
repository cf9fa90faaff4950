-- Where in the time allowed each obligation was met
-- Grain: one row per obligation of a within or every rule, due in the period and met on time, or late by no more than a
-- tenth of the time allowed.
-- Reads: obligations, rules, rule_list, episodes, episode_cohorts, deadlines, calendar, parameters;
-- $teams and $cohorts (empty: all), $first and $last (the period, both ends included).
-- tenth: 1 to 10 in calendar days from anchor to due date, so that tenth 10 is the numerator of the measure bunching;
-- 11 is the tenth just after the due date. even_share: how much of the work an even spread over the working days on which
-- it could be done in time would put into tenth 10. The first such day is the anchor, the day after it where the anchor
-- itself cannot count, or the day from which not_before lets it count.
with met as (
    select
        obligations.rule_no,
        rule_list.rule_id,
        rule_list.shape,
        obligations.episode_no,
        obligations.team,
        obligations.worker,
        obligations.anchor_date,
        obligations.due_date,
        obligations.met_date,
        obligations.status,
        date_diff('day', obligations.anchor_date, obligations.due_date) as days_allowed,
        date_diff('day', obligations.anchor_date, obligations.met_date) as days_taken,
        coalesce(
            counting.after_date,
            obligations.anchor_date + case when rules.shape = 'every' or rules.target_after_anchor then 1 else 0 end
        ) as first_day
    from obligations
    cross join parameters
    inner join rules on obligations.variant_no = rules.variant_no
    inner join rule_list on obligations.rule_no = rule_list.rule_no
    left join deadlines as counting
        on rules.not_before_no = counting.limit_no and obligations.anchor_date = counting.day
    where
        rule_list.shape in ('within', 'every')
        and obligations.status in ('on_time', 'late')
        and obligations.due_date >= $first
        and obligations.due_date <= $last
        and obligations.due_date <= parameters.as_of
        and (len($teams) = 0 or list_contains($teams, obligations.team))
        and (
            len($cohorts) = 0
            or obligations.episode_no in (
                select episode_no from episode_cohorts where list_contains($cohorts, cohort)
            )
        )
),

counted_days as (
    select
        met.*,
        due.working_day_number - before_first.working_day_number as working_days_allowed,
        due.working_day_number
        - greatest(before_last_tenth.working_day_number, before_first.working_day_number) as working_days_in_last_tenth
    from met
    inner join calendar as due on met.due_date = due.day
    inner join calendar as before_first on met.first_day - 1 = before_first.day
    inner join calendar as before_last_tenth
        on met.anchor_date + cast(floor(9 * met.days_allowed / 10.0) as integer) = before_last_tenth.day
),

placed_obligations as (
    select
        counted_days.rule_no,
        counted_days.rule_id,
        counted_days.shape,
        episodes.child_id,
        episodes.episode_id,
        counted_days.team,
        counted_days.worker,
        counted_days.anchor_date,
        counted_days.due_date,
        counted_days.met_date,
        case
            when counted_days.status = 'late' then 11
            else greatest(
                1, coalesce(cast(ceil(10.0 * counted_days.days_taken / nullif(counted_days.days_allowed, 0)) as integer), 1)
            )
        end as tenth,
        coalesce(
            counted_days.working_days_in_last_tenth * 1.0 / nullif(greatest(counted_days.working_days_allowed, 0), 0), 1.0
        ) as even_share
    from counted_days
    inner join episodes on counted_days.episode_no = episodes.episode_no
    where
        counted_days.status = 'on_time'
        or 10 * (counted_days.days_taken - counted_days.days_allowed) <= counted_days.days_allowed
)

select * from placed_obligations
