-- in_timescale_now: children with nothing overdue of the open children with something open, by rule
-- Grain: one row per rule and open child with an open obligation.
-- Reads: obligations, episode_spells, episodes, parameters. What is still to be put on file for a closed episode is left out.
with open_obligations as (
    select obligations.*, episodes.child_id
    from obligations
    inner join episode_spells on obligations.episode_no = episode_spells.episode_no
    inner join episodes on obligations.episode_no = episodes.episode_no
    where obligations.status in ('overdue', 'upcoming') and episode_spells.end_date is null
),

latest_episodes as (
    select rule_no, child_id, max(episode_no) as episode_no, bool_or(status = 'overdue') as is_overdue
    from open_obligations
    group by rule_no, child_id
),

cases as (
    select
        'in_timescale_now' as measure,
        latest_episodes.rule_no,
        latest_episodes.episode_no,
        held.team,
        held.worker,
        parameters.as_of as counted_on,
        case when latest_episodes.is_overdue then 0 else 1 end as numerator,
        1 as denominator
    from latest_episodes
    cross join parameters
    left join held
        on latest_episodes.episode_no = held.episode_no
        and parameters.as_of >= held.from_date
        and parameters.as_of < held.until_date
)

select * from cases
