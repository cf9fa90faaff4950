-- The share on time of each rule pair under both ledgers, and how much differs
-- Grain: one row per rule pair, in the order given.
-- Reads: matched, rule_pairs, episodes.
-- A child differs where one of its obligations is judged otherwise, makes the figure of one ledger only, or stands in one
-- ledger only; another due date with the same judgement is counted apart.
with pair_figures as (
    select
        rule_pairs.pair_no,
        rule_pairs.first_rule_id,
        rule_pairs.second_rule_id,
        count(case when matched.first_is_counted and matched.first_status = 'on_time' then 1 end) as first_numerator,
        count(case when matched.first_is_counted then 1 end) as first_denominator,
        count(case when matched.second_is_counted and matched.second_status = 'on_time' then 1 end) as second_numerator,
        count(case when matched.second_is_counted then 1 end) as second_denominator,
        count(case when matched.difference = 'status' then 1 end) as judged_otherwise,
        count(case when matched.difference = 'counted' then 1 end) as counted_in_one,
        count(case when matched.difference = 'dates' then 1 end) as other_dates,
        count(case when matched.difference = 'only_first' then 1 end) as only_first,
        count(case when matched.difference = 'only_second' then 1 end) as only_second,
        count(distinct case when matched.difference not in ('none', 'dates') then episodes.child_id end)
            as children_who_differ
    from rule_pairs
    left join matched on rule_pairs.pair_no = matched.pair_no
    left join episodes on matched.episode_no = episodes.episode_no
    group by rule_pairs.pair_no, rule_pairs.first_rule_id, rule_pairs.second_rule_id
    order by rule_pairs.pair_no
)

select * from pair_figures
