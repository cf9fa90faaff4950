-- every: no gap between targets longer than the limit
-- Grain: one row per gap, the first from the anchor, the last still open or cut off by the spell's end.
-- Reads: anchors, rules, spell_days, deadlines.
-- Between two targets on one day there is no gap. A gap that begins at or past the chain's start + later.after is judged
-- by later.every.
with every_anchors as (
    select anchors.variant_no, anchors.spell_no, anchors.anchor_date, rules.target_selector
    from anchors
    inner join rules on anchors.variant_no = rules.variant_no
    where rules.shape = 'every'
),

chains as (
    select variant_no, spell_no, anchor_date as chain_start, anchor_date as day
    from every_anchors
    union all
    select
        every_anchors.variant_no,
        every_anchors.spell_no,
        every_anchors.anchor_date as chain_start,
        spell_days.day
    from every_anchors
    inner join spell_days
        on every_anchors.spell_no = spell_days.spell_no
        and every_anchors.target_selector = spell_days.selector_no
        and every_anchors.anchor_date < spell_days.day
),

gaps as (
    select
        variant_no,
        spell_no,
        chain_start,
        day as anchor_date,
        lead(day) over (partition by variant_no, spell_no order by day) as met_date
    from chains
),

candidates as (
    select
        gaps.variant_no,
        gaps.spell_no,
        gaps.anchor_date,
        due.after_date as due_date,
        gaps.met_date,
        case when gaps.anchor_date >= turning.after_date then rules.later_unit else rules.limit_unit end
            = 'working_day' as in_working_days
    from gaps
    inner join rules on gaps.variant_no = rules.variant_no
    left join deadlines as turning on rules.later_after_no = turning.limit_no and gaps.chain_start = turning.day
    inner join deadlines as due
        on case when gaps.anchor_date >= turning.after_date then rules.later_no else rules.limit_no end = due.limit_no
        and gaps.anchor_date = due.day
    where gaps.met_date is null or gaps.anchor_date < gaps.met_date
)

select * from candidates
