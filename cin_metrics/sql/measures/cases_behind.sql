-- The children behind a figure, from the same cases as the figure
-- Grain: one row per case, by child and day.
-- Reads: selected_cases, episodes, rule_list; $measure and $rule_id (empty: any rule).
select
    selected_cases.measure,
    rule_list.rule_id,
    episodes.child_id,
    episodes.episode_id,
    selected_cases.team,
    selected_cases.worker,
    selected_cases.counted_on,
    selected_cases.detail,
    selected_cases.numerator,
    selected_cases.denominator,
    selected_cases.amount
from selected_cases
inner join episodes on selected_cases.episode_no = episodes.episode_no
left join rule_list on selected_cases.rule_no = rule_list.rule_no
where
    selected_cases.measure = $measure
    and ($rule_id is null or rule_list.rule_id = $rule_id)
order by
    selected_cases.episode_no, selected_cases.counted_on, rule_list.rule_id, selected_cases.detail,
    selected_cases.numerator, selected_cases.denominator, selected_cases.amount
