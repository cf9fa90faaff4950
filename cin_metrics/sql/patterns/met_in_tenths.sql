-- When in the time allowed things are met
-- Grain: one row per rule, team and tenth of the time allowed (11: the tenth just after it) in which anything was met.
-- Reads: placed_obligations. even: how many of them an even spread would have put into the last tenth.
with met_in_tenths as (
    select
        rule_no,
        rule_id,
        team,
        tenth,
        count(*) as obligations,
        sum(even_share) as even
    from placed_obligations
    group by rule_no, rule_id, team, tenth
    order by rule_no, team nulls last, tenth
)

select * from met_in_tenths
