-- Plans and how each ended
-- Grain: one row per plan spell.
-- Reads: spells, times_in_need. A plan ends by itself (plan_ended) or with its time in need, and then in the same way.
select
    plans.spell_no,
    plans.episode_no,
    plans.start_date,
    plans.end_date,
    case when plans.ended_by = 'plan_ended' then 'plan_ended' else times_in_need.ended end as ended
from spells as plans
left join times_in_need
    on plans.episode_no = times_in_need.episode_no and plans.end_date = times_in_need.end_date
where plans.spell = 'plan'
