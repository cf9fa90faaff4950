-- title: A code of a child outside the list
-- Grain: one row per child and column (sex, ethnicity, primary need) whose code is on no list of the census.
-- Reads: events, children, child_codes.
-- why: In figures by groups of children the child counts as not recorded.
-- mend: Use the codes of the census, or words that begin like their names.
-- touches: Figures by sex, ethnicity and primary need.
with last_events as (
    select
        child_id,
        arg_max(episode_id, event_no) as episode_id,
        max(event_date) as event_date,
        arg_max(team, event_no) as team
    from events
    group by child_id
),

codes as (
    select
        child_id,
        'sex' as column_name,
        upper(regexp_extract(sex, '\w+')) as code
    from children
    where sex is not null
    union all
    select
        child_id,
        'ethnicity' as column_name,
        upper(regexp_extract(ethnicity, '\w+')) as code
    from children
    where ethnicity is not null
    union all
    select
        child_id,
        'primary_need' as column_name,
        upper(regexp_extract(primary_need, '\w+')) as code
    from children
    where primary_need is not null
),

unknown_child_code as (
    select
        codes.child_id,
        last_events.episode_id,
        last_events.event_date,
        cast(null as date) as other_date,
        last_events.team,
        codes.column_name as detail
    from codes
    inner join last_events on codes.child_id = last_events.child_id
    left join child_codes on codes.column_name = child_codes.column_name and codes.code = child_codes.code
    where child_codes.code is null
)

select * from unknown_child_code
