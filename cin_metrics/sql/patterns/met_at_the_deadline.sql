-- The children whose work was done on time and in the last tenth of the time allowed
-- Grain: one row per obligation of a rule met on time in the last tenth, the latest due first.
-- Reads: placed_obligations; $rule_id.
with met_at_the_deadline as (
    select child_id, episode_id, team, worker, anchor_date, met_date, due_date
    from placed_obligations
    where rule_id = $rule_id and tenth = 10
    order by due_date desc, child_id, episode_id, anchor_date
)

select * from met_at_the_deadline
