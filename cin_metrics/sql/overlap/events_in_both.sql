-- The events of children whose id stands in two formats: what both tell, and what one alone does
-- Grain: one row per pair of formats and event type. Several of a child on one day count once.
-- Reads: children_in_both, side_events. What the other has within a week, but not on the day, is near.
with days as (
    select distinct side_no, child_id, event_type, event_date from side_events
),

of_first as (
    select
        children_in_both.first_no,
        children_in_both.second_no,
        days.child_id,
        days.event_type,
        days.event_date
    from children_in_both
    inner join days
        on children_in_both.first_no = days.side_no and children_in_both.child_id = days.child_id
),

of_second as (
    select
        children_in_both.first_no,
        children_in_both.second_no,
        days.child_id,
        days.event_type,
        days.event_date
    from children_in_both
    inner join days
        on children_in_both.second_no = days.side_no and children_in_both.child_id = days.child_id
),

compared as (
    select
        of_first.*,
        'first' as side,
        min(abs(date_diff('day', of_first.event_date, of_second.event_date))) as days_between
    from of_first
    left join of_second
        on of_first.first_no = of_second.first_no
        and of_first.second_no = of_second.second_no
        and of_first.child_id = of_second.child_id
        and of_first.event_type = of_second.event_type
    group by all
    union all
    select
        of_second.*,
        'second' as side,
        min(abs(date_diff('day', of_first.event_date, of_second.event_date))) as days_between
    from of_second
    left join of_first
        on of_first.first_no = of_second.first_no
        and of_first.second_no = of_second.second_no
        and of_first.child_id = of_second.child_id
        and of_first.event_type = of_second.event_type
    group by all
),

events_in_both as (
    select
        first_no,
        second_no,
        event_type,
        count(*) filter (where side = 'first' and days_between = 0) as same_day,
        count(*) filter (where side = 'second' and days_between between 1 and 7) as near,
        count(*) filter (where side = 'first' and (days_between is null or days_between > 7)) as only_first,
        count(*) filter (where side = 'second' and (days_between is null or days_between > 7)) as only_second
    from compared
    group by first_no, second_no, event_type
)

select * from events_in_both
order by first_no, second_no, event_type
