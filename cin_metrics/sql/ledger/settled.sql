-- Obligations of one level that stand
-- Grain: one row per obligation.
-- Reads: candidates, rules, spells, unless_days, parameters.
-- Leaves out what unless excuses and, where several cohort overrides judge the same anchor, all but the latest due.
with asked as (
    select
        rules.rule_no,
        candidates.variant_no,
        coalesce(spells.episode_no, candidates.episode_no) as episode_no,
        candidates.spell_no,
        spells.end_date as spell_end,
        candidates.event_no,
        candidates.anchor_date,
        candidates.due_date,
        candidates.met_date,
        coalesce(candidates.in_working_days, rules.limit_unit = 'working_day') as in_working_days,
        candidates.is_broken,
        rules.may_compete,
        rules.unless_selector,
        case when rules.shape = 'stay' then coalesce(spells.end_date, parameters.as_of) else candidates.anchor_date end
            as unless_by
    from candidates
    cross join parameters
    inner join rules on candidates.variant_no = rules.variant_no
    left join spells on candidates.spell_no = spells.spell_no
),

not_excused as (
    select asked.*
    from asked
    left join unless_days
        on asked.episode_no = unless_days.episode_no
        and asked.unless_selector = unless_days.selector_no
        and asked.unless_by >= unless_days.day
    where unless_days.day is null
),

competing as (
    select
        *,
        row_number() over (
            partition by rule_no, episode_no, spell_no, anchor_date, event_no order by due_date desc, variant_no
        ) as place
    from not_excused
    where may_compete
),

settled as (
    select
        rule_no, variant_no, episode_no, spell_no, spell_end, anchor_date, due_date, met_date,
        in_working_days, is_broken
    from not_excused
    where not may_compete
    union all
    select
        rule_no, variant_no, episode_no, spell_no, spell_end, anchor_date, due_date, met_date,
        in_working_days, is_broken
    from competing
    where place = 1
)

select * from settled
