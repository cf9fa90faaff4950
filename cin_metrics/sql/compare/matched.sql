-- Obligations of two ledgers side by side
-- Grain: one row per rule pair, episode, anchor day and place on that day, of what makes the figure of either ledger.
-- Reads: first_obligations, second_obligations, rule_pairs.
-- Several of a rule with one anchor day (two events recorded on a day, a day that two spells share) are matched in the
-- order of the ledger. difference: the strongest that applies, of
--   only_first, only_second  the other ledger has no obligation from that day
--   status                   judged otherwise
--   counted                  judged alike, but in the figure of one ledger only: due outside the period, another holder
--   dates                    judged alike, due or met on another day
--   none                     the same
with asked_episodes as (
    select episode_no from first_obligations where is_counted
    union
    select episode_no from second_obligations where is_counted
),

first_rows as (
    select
        rule_pairs.pair_no,
        first_obligations.*,
        row_number() over (
            partition by rule_pairs.pair_no, first_obligations.episode_no, first_obligations.anchor_date
            order by first_obligations.occurrence
        ) as place
    from first_obligations
    inner join asked_episodes on first_obligations.episode_no = asked_episodes.episode_no
    inner join rule_pairs on first_obligations.rule_id = rule_pairs.first_rule_id
),

second_rows as (
    select
        rule_pairs.pair_no,
        second_obligations.*,
        row_number() over (
            partition by rule_pairs.pair_no, second_obligations.episode_no, second_obligations.anchor_date
            order by second_obligations.occurrence
        ) as place
    from second_obligations
    inner join asked_episodes on second_obligations.episode_no = asked_episodes.episode_no
    inner join rule_pairs on second_obligations.rule_id = rule_pairs.second_rule_id
),

matched as (
    select
        coalesce(first_rows.pair_no, second_rows.pair_no) as pair_no,
        coalesce(first_rows.episode_no, second_rows.episode_no) as episode_no,
        coalesce(first_rows.anchor_date, second_rows.anchor_date) as anchor_date,
        coalesce(first_rows.place, second_rows.place) as place,
        case when first_rows.is_counted or second_rows.pair_no is null then first_rows.team else second_rows.team end
            as team,
        case when first_rows.is_counted or second_rows.pair_no is null then first_rows.worker else second_rows.worker end
            as worker,
        first_rows.due_date as first_due_date,
        second_rows.due_date as second_due_date,
        first_rows.met_date as first_met_date,
        second_rows.met_date as second_met_date,
        first_rows.status as first_status,
        second_rows.status as second_status,
        first_rows.days_late as first_days_late,
        second_rows.days_late as second_days_late,
        first_rows.limit_unit as first_limit_unit,
        second_rows.limit_unit as second_limit_unit,
        coalesce(first_rows.is_counted, false) as first_is_counted,
        coalesce(second_rows.is_counted, false) as second_is_counted,
        case
            when second_rows.pair_no is null then 'only_first'
            when first_rows.pair_no is null then 'only_second'
            when first_rows.status <> second_rows.status then 'status'
            when first_rows.is_counted <> second_rows.is_counted then 'counted'
            when
                first_rows.due_date <> second_rows.due_date
                or first_rows.met_date is distinct from second_rows.met_date
                then 'dates'
            else 'none'
        end as difference
    from first_rows
    full outer join second_rows
        on first_rows.pair_no = second_rows.pair_no
        and first_rows.episode_no = second_rows.episode_no
        and first_rows.anchor_date = second_rows.anchor_date
        and first_rows.place = second_rows.place
    where first_rows.is_counted or second_rows.is_counted
)

select * from matched
