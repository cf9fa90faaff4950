-- The events that rules name
-- Grain: one row per event and selector that it matches.
-- Reads: visible_events, selectors. A where needs a recorded match; a where_not passes when nothing is recorded.
-- Events alike in all that a selector looks at are judged once for all of them.
with kinds as (
    select distinct event_type, outcome, child_seen, seen_alone, chaired_by
    from visible_events
),

selected_kinds as (
    select distinct
        kinds.*,
        selectors.selector_no
    from kinds
    inner join selectors
        on kinds.event_type = selectors.event_type
        and (selectors.outcome is null or list_contains(selectors.outcome, kinds.outcome))
        and (selectors.child_seen is null or list_contains(selectors.child_seen, kinds.child_seen))
        and (selectors.seen_alone is null or list_contains(selectors.seen_alone, kinds.seen_alone))
        and (selectors.chaired_by is null or list_contains(selectors.chaired_by, kinds.chaired_by))
        and not coalesce(list_contains(selectors.not_outcome, kinds.outcome), false)
        and not coalesce(list_contains(selectors.not_child_seen, kinds.child_seen), false)
        and not coalesce(list_contains(selectors.not_seen_alone, kinds.seen_alone), false)
        and not coalesce(list_contains(selectors.not_chaired_by, kinds.chaired_by), false)
),

selected_events as (
    select
        visible_events.episode_no,
        visible_events.event_no,
        visible_events.event_date,
        visible_events.recorded_date,
        selected_kinds.selector_no
    from visible_events
    inner join selected_kinds
        on visible_events.event_type = selected_kinds.event_type
        and visible_events.outcome is not distinct from selected_kinds.outcome
        and visible_events.child_seen is not distinct from selected_kinds.child_seen
        and visible_events.seen_alone is not distinct from selected_kinds.seen_alone
        and visible_events.chaired_by is not distinct from selected_kinds.chaired_by
)

select * from selected_events
