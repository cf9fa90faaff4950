-- Reasons on file for obligations of rules that expect one
-- Grain: one row per episode, anchor day and last day on which a reason counts, where there is a reason.
-- Reads: numbered, rules, reasons, parameters.
-- A reason counts from the anchor to the day the obligation was met, its spell ended or it is seen; the first counts.
with asked as (
    select distinct
        numbered.episode_no,
        numbered.anchor_date,
        coalesce(numbered.met_date, numbered.spell_end, parameters.as_of) as until_date
    from numbered
    cross join parameters
    inner join rules on numbered.variant_no = rules.variant_no
    where rules.reason_expected
),

reasoned as (
    select asked.episode_no, asked.anchor_date, asked.until_date, min_by(reasons.reason, reasons.day) as reason
    from asked
    inner join reasons
        on asked.episode_no = reasons.episode_no
        and asked.anchor_date <= reasons.day
        and asked.until_date >= reasons.day
    group by asked.episode_no, asked.anchor_date, asked.until_date
)

select * from reasoned
