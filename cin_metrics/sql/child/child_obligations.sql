-- What the policy asked for one child
-- Grain: one row per obligation of the child, the latest due first.
-- Reads: obligations, rules, rule_list, episodes; $child_id.
with child_obligations as (
    select
        obligations.episode_no,
        rule_list.rule_id,
        rule_list.title,
        rule_list.topic,
        rule_list.shape,
        obligations.occurrence,
        obligations.anchor_date,
        obligations.due_date,
        obligations.met_date,
        obligations.status,
        obligations.days_late,
        rules.limit_unit,
        obligations.reason,
        obligations.reason_expected,
        obligations.team,
        obligations.worker
    from obligations
    inner join rules on obligations.variant_no = rules.variant_no
    inner join rule_list on obligations.rule_no = rule_list.rule_no
    inner join episodes on obligations.episode_no = episodes.episode_no
    where episodes.child_id = $child_id
    order by obligations.due_date desc, rule_list.rule_no, obligations.episode_no, obligations.occurrence desc
)

select * from child_obligations
