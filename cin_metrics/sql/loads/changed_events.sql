-- Events that only one of two extracts holds
-- Grain: one row per event more in one of them, equal events counted; by child and day.
-- Reads: events, earlier_events; $earlier_last (the last day the earlier extract speaks of).
-- Episodes are left out: an identifier derived by us may move without anything having happened.
-- A late entry is new and dated on or before the earlier extract's last day: it had happened, and was not on file.
with present as (
    select
        child_id, event_type, event_date, recorded_date, team, worker, cohort, outcome, child_seen, seen_alone,
        chaired_by, family_id
    from events
),

earlier as (
    select
        child_id, event_type, event_date, recorded_date, team, worker, cohort, outcome, child_seen, seen_alone,
        chaired_by, family_id
    from earlier_events
),

added as (
    select * from present
    except all
    select * from earlier
),

removed as (
    select * from earlier
    except all
    select * from present
),

changed_events as (
    select 'new' as change, added.*, added.event_date <= $earlier_last as is_late_entry
    from added
    union all
    select 'gone' as change, removed.*, false as is_late_entry
    from removed
    order by child_id, event_date, event_type, change
)

select * from changed_events
