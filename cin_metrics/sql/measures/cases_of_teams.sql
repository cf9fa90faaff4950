-- The cases of the teams chosen
-- Grain: one row per case.
-- Reads: cases, chosen_teams.
select cases.*
from cases
where cases.team in (select chosen from chosen_teams)
