-- Obligation rows: the obligations as they are stored, team, worker and reason as places in the extract's lists of words
-- Grain: one row per obligation, in the order of the ledger. ``obligations`` shows the words as text.
-- Reads: judged, held, reasoned, parameters. As places, words take a tenth of the memory and are filtered in a third of the time.
-- The holder is the last one named on or before the earlier of the due date and the as-of date, else the first after it.
with holders_as_places as (
    select
        episode_no,
        cast(team as team_words) as team,
        cast(worker as worker_words) as worker,
        from_date,
        until_date
    from held
),

reasons_as_places as (
    select episode_no, anchor_date, until_date, cast(reason as outcome_words) as reason
    from reasoned
),

obligation_rows as (
    select
        judged.ledger_no,
        judged.rule_no,
        judged.variant_no,
        judged.episode_no,
        judged.spell_no,
        judged.spell_end,
        holders_as_places.team,
        holders_as_places.worker,
        judged.occurrence,
        judged.anchor_date,
        judged.due_date,
        judged.met_date,
        judged.status,
        cast(judged.days_late as integer) as days_late,
        reasons_as_places.reason,
        judged.reason_expected
    from judged
    cross join parameters
    left join holders_as_places
        on judged.episode_no = holders_as_places.episode_no
        and least(judged.due_date, parameters.as_of) >= holders_as_places.from_date
        and least(judged.due_date, parameters.as_of) < holders_as_places.until_date
    left join reasons_as_places
        on judged.reason_expected
        and judged.episode_no = reasons_as_places.episode_no
        and judged.anchor_date = reasons_as_places.anchor_date
        and coalesce(judged.met_date, judged.spell_end, parameters.as_of) = reasons_as_places.until_date
)

select * from obligation_rows
