-- Episodes
-- Grain: one row per episode with a known event.
-- Reads: visible_events, event_types.
-- Starts with its first event, ends with its first closure or transfer out. Where a day holds several events
-- that could have started or ended it, the first in the order of the vocabulary is named.
with bounds as (
    select
        episode_no,
        min(event_date) as start_date,
        min(event_date) filter (where event_type in ('case_closed', 'transferred_out')) as end_date
    from visible_events
    group by episode_no
),

bounding_events as (
    select
        bounds.episode_no,
        min(event_types.position) filter (where visible_events.event_date = bounds.start_date) as first_position,
        min(event_types.position) filter (
            where visible_events.event_date = bounds.end_date
            and visible_events.event_type in ('case_closed', 'transferred_out')
        ) as last_position
    from bounds
    inner join visible_events on bounds.episode_no = visible_events.episode_no
    inner join event_types on visible_events.event_type = event_types.event_type
    where visible_events.event_date = bounds.start_date or visible_events.event_date = bounds.end_date
    group by bounds.episode_no
),

episode_spells as (
    select
        bounds.episode_no,
        bounds.start_date,
        bounds.end_date,
        starting.event_type as started_by,
        ending.event_type as ended_by
    from bounds
    inner join bounding_events on bounds.episode_no = bounding_events.episode_no
    inner join event_types as starting on bounding_events.first_position = starting.position
    left join event_types as ending on bounding_events.last_position = ending.position
)

select * from episode_spells
