-- title: An outcome outside the list
-- Grain: one row per event whose outcome is not one of the known codes.
-- Reads: events, vocabulary.
-- why: Rules that ask for an outcome do not see this one. Reasons for closing and recorded reasons may be
-- local words and are not asked about.
-- mend: Use one of the known codes.
-- touches: Standards and signs of drift that ask for an outcome.
with unknown_outcome as (
    select
        child_id,
        episode_id,
        event_date,
        cast(null as date) as other_date,
        team,
        event_type as detail
    from events
    where
        outcome is not null
        and event_type not in ('case_closed', 'reason_recorded')
        and outcome not in (select vocabulary.word from vocabulary where vocabulary.column_name = 'outcome')
)

select * from unknown_outcome
