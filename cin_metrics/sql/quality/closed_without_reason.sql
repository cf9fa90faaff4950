-- title: Closed without a reason
-- Grain: one row per closing without an outcome, where any closing of the extract has one.
-- Reads: events.
-- why: How time in need ended is told from the reason: without one a step-down to early help counts as closed.
-- mend: Record the reason for closing.
-- touches: How time in need ended, step-down to early help.
with closed_without_reason as (
    select
        child_id,
        episode_id,
        event_date,
        cast(null as date) as other_date,
        team,
        event_type as detail
    from events
    where
        event_type = 'case_closed'
        and outcome is null
        and exists (
            select 1
            from events as others
            where others.event_type = 'case_closed' and others.outcome is not null
        )
)

select * from closed_without_reason
