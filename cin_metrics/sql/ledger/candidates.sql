-- Obligations before excuses and competing overrides are settled, of all six shapes
-- Grain: one row per obligation that a rule variant of the present level asks for.
-- Reads: within, every, recorded_within, before, requires, stay.
select
    variant_no, spell_no, null as episode_no, null as event_no, anchor_date, due_date, met_date,
    null as in_working_days, false as is_broken
from within
union all
select
    variant_no, spell_no, null as episode_no, null as event_no, anchor_date, due_date, met_date,
    in_working_days, false as is_broken
from every
union all
select
    variant_no, null as spell_no, episode_no, event_no, anchor_date, due_date, met_date,
    null as in_working_days, false as is_broken
from recorded_within
union all
select
    variant_no, spell_no, null as episode_no, null as event_no, anchor_date, due_date, met_date,
    null as in_working_days, false as is_broken
from before
union all
select
    variant_no, spell_no, null as episode_no, null as event_no, anchor_date, due_date, met_date,
    null as in_working_days, false as is_broken
from requires
union all
select
    variant_no, spell_no, null as episode_no, null as event_no, anchor_date, due_date, met_date,
    null as in_working_days, is_broken
from stay
