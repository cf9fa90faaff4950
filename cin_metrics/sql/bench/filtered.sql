-- What a screen asks of a finished ledger: one policy's obligations of some teams in a period, by rule and status
-- Grain: one row per rule and status.
-- Reads: obligations, rule_list; $teams, $first, $last.
select
    rule_list.rule_id,
    obligations.status,
    count(*) as obligations
from obligations
inner join rule_list on obligations.rule_no = rule_list.rule_no
where
    list_contains($teams, obligations.team)
    and obligations.due_date >= $first
    and obligations.due_date <= $last
group by rule_list.rule_id, obligations.status
