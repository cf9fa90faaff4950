-- Reasons on file for obligations of rules that expect one
-- Grain: one row per obligation with a reason.
-- Reads: standing, rules, reasons, parameters.
-- A reason counts between the anchor and the day the obligation was met, its spell ended or it is seen; the first counts.
select
    standing.rule_no,
    standing.episode_no,
    standing.spell_no,
    standing.event_no,
    standing.anchor_date,
    min_by(reasons.reason, reasons.day) as reason
from standing
cross join parameters
inner join rules on standing.variant_no = rules.variant_no
inner join reasons
    on standing.episode_no = reasons.episode_no
    and standing.anchor_date <= reasons.day
    and coalesce(standing.met_date, standing.spell_end, parameters.as_of) >= reasons.day
where rules.reason_expected
group by
    standing.rule_no, standing.episode_no, standing.spell_no, standing.event_no, standing.anchor_date
