-- title: An episode began before the last one ended
-- Grain: one row per episode that started before an earlier one of the child ended, unless both are open.
-- Reads: events.
-- why: The same days are counted in both episodes, so time open and rates per child are too high.
-- mend: Check where the earlier episode ended, and which of the two each event belongs to.
-- touches: Open cases by length, rates per child in need.
with bounds as (
    select
        episode_no,
        min(child_id) as child_id,
        min(episode_id) as episode_id,
        min(event_date) as start_date,
        min(event_date) filter (where event_type in ('case_closed', 'transferred_out')) as end_date,
        max(team) as team
    from events
    group by episode_no
),

sequences as (
    select
        *,
        max(coalesce(end_date, date '9999-12-31')) over (
            partition by child_id order by start_date, episode_no rows between unbounded preceding and 1 preceding
        ) as earlier_end
    from bounds
),

overlapping_episodes as (
    select
        child_id,
        episode_id,
        start_date as event_date,
        nullif(earlier_end, date '9999-12-31') as other_date,
        team,
        'began' as detail
    from sequences
    where start_date < earlier_end and not (end_date is null and earlier_end = date '9999-12-31')
)

select * from overlapping_episodes
