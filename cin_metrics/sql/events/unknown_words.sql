-- Unknown words: what stands as an event type and is none
-- Grain: one row per word.
-- Reads: set_aside. A cell that stands in fewer than three rows, or is long, may be anything (a name, a note)
-- and is counted only as a reason.
with unknown_words as (
    select
        event_type as word,
        count(*) as rows
    from set_aside
    where reason = 'unknown_event_type' and length(event_type) <= 60
    group by event_type
    having count(*) >= 3
    order by rows desc, word
)

select * from unknown_words
