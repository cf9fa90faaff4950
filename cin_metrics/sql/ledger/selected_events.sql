-- The events that rules name
-- Grain: one row per event, selector and alternative of the selector that the event matches.
-- Reads: visible_events, selectors. A where needs a recorded match; a where_not passes when nothing is recorded.
select
    visible_events.episode_no,
    visible_events.event_no,
    visible_events.event_date,
    visible_events.recorded_date,
    selectors.selector_no
from visible_events
inner join selectors
    on visible_events.event_type = selectors.event_type
    and (selectors.outcome is null or list_contains(selectors.outcome, visible_events.outcome))
    and (selectors.child_seen is null or list_contains(selectors.child_seen, visible_events.child_seen))
    and (selectors.seen_alone is null or list_contains(selectors.seen_alone, visible_events.seen_alone))
    and (selectors.chaired_by is null or list_contains(selectors.chaired_by, visible_events.chaired_by))
    and not coalesce(list_contains(selectors.not_outcome, visible_events.outcome), false)
    and not coalesce(list_contains(selectors.not_child_seen, visible_events.child_seen), false)
    and not coalesce(list_contains(selectors.not_seen_alone, visible_events.seen_alone), false)
    and not coalesce(list_contains(selectors.not_chaired_by, visible_events.chaired_by), false)
