-- The ledger as it is written: the contract's columns
-- Grain: one row per obligation, by rule, child, episode, occurrence.
-- Reads: obligations, rules, episodes, parameters; $first and $last (which of them, counted in that order).
select
    parameters.policy,
    rules.rule_id,
    rules.topic,
    episodes.child_id,
    episodes.episode_id,
    obligations.team,
    obligations.worker,
    obligations.occurrence,
    obligations.anchor_date,
    obligations.due_date,
    obligations.met_date,
    obligations.status,
    obligations.days_late,
    obligations.reason
from obligations
cross join parameters
inner join rules on obligations.variant_no = rules.variant_no
inner join episodes on obligations.episode_no = episodes.episode_no
where obligations.ledger_no between $first and $last
order by obligations.ledger_no
