-- stay: the spell is not ended by the event before the limit is over
-- Grain: one row per anchor day.
-- Reads: anchors, rules, spells, spell_days, deadlines, parameters.
-- Reached, also when the spell ends on the due day: met on the due day. is_broken: ended before it by that event.
with candidates as (
    select distinct
        anchors.variant_no,
        anchors.spell_no,
        anchors.anchor_date,
        deadlines.after_date as due_date,
        case
            when deadlines.after_date <= coalesce(spells.end_date, parameters.as_of) then deadlines.after_date
        end as met_date,
        coalesce(spells.end_date < deadlines.after_date and ending.day is not null, false) as is_broken
    from anchors
    cross join parameters
    inner join rules on anchors.variant_no = rules.variant_no
    inner join spells on anchors.spell_no = spells.spell_no
    inner join deadlines on rules.limit_no = deadlines.limit_no and anchors.anchor_date = deadlines.day
    left join spell_days as ending
        on anchors.spell_no = ending.spell_no
        and rules.target_selector = ending.selector_no
        and spells.end_date = ending.day
    where rules.shape = 'stay'
)

select * from candidates
