-- What differs between two ledgers, by child
-- Grain: one row per obligation of a rule that both have and that differs, those judged otherwise first, then by child.
-- Reads: matched, rule_pairs, episodes.
with differences as (
    select
        rule_pairs.pair_no,
        rule_pairs.first_rule_id,
        rule_pairs.second_rule_id,
        matched.episode_no,
        episodes.child_id,
        episodes.episode_id,
        matched.team,
        matched.worker,
        matched.anchor_date,
        matched.first_due_date,
        matched.second_due_date,
        matched.first_met_date,
        matched.second_met_date,
        matched.first_status,
        matched.second_status,
        matched.first_days_late,
        matched.second_days_late,
        matched.first_limit_unit,
        matched.second_limit_unit,
        matched.first_is_counted,
        matched.second_is_counted,
        matched.difference
    from matched
    inner join rule_pairs on matched.pair_no = rule_pairs.pair_no
    inner join episodes on matched.episode_no = episodes.episode_no
    where
        matched.difference <> 'none'
        and rule_pairs.first_rule_id is not null
        and rule_pairs.second_rule_id is not null
    order by
        rule_pairs.pair_no,
        case matched.difference
            when 'status' then 1
            when 'only_second' then 2
            when 'only_first' then 3
            when 'counted' then 4
            else 5
        end,
        matched.episode_no, matched.anchor_date, matched.place
)

select * from differences
