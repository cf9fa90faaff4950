-- Derived episodes: the episode of each event whose row names none
-- Grain: one row per accepted row with a blank episode_id.
-- Reads: judged_rows, read_ids.
-- Such a row joins the episode on record that was open on its day, the latest if several were. The others
-- make episodes among themselves, day by day: a day with a closing ends what was open before it; then a day
-- with a referral or transfer in (or the child's first of all) starts one if none is open. On a day that both ends
-- one and starts the next, the closing and its summary belong to the one that ended. What happens while none is open
-- stays with the episode that began last, on record or not.
with unnamed as (
    select
        judged_rows.event_no,
        read_ids.child_id,
        judged_rows.event_type,
        judged_rows.event_date
    from judged_rows
    inner join read_ids on judged_rows.ids_no = read_ids.ids_no
    where judged_rows.reason is null and read_ids.episode_id is null
),

recorded as (
    select
        read_ids.child_id,
        read_ids.episode_id,
        min(judged_rows.event_date) as first_date,
        min(judged_rows.event_date) filter (
            where judged_rows.event_type in ('case_closed', 'transferred_out')
        ) as last_date
    from judged_rows
    inner join read_ids on judged_rows.ids_no = read_ids.ids_no
    where
        judged_rows.reason is null
        and read_ids.episode_id is not null
        and read_ids.child_id in (select unnamed.child_id from unnamed)
    group by read_ids.child_id, read_ids.episode_id
),

joining as (
    select
        unnamed.event_no,
        unnamed.child_id,
        recorded.episode_id,
        row_number() over (
            partition by unnamed.event_no order by recorded.first_date desc, recorded.episode_id desc
        ) as preference
    from unnamed
    inner join recorded
        on unnamed.child_id = recorded.child_id
        and unnamed.event_date >= recorded.first_date
        and unnamed.event_date <= coalesce(recorded.last_date, date '9999-12-31')
),

remaining as (
    select
        unnamed.*,
        unnamed.event_type in ('case_closed', 'transferred_out') as is_end,
        unnamed.event_type in ('referral_received', 'transferred_in') as is_start
    from unnamed
    where unnamed.event_no not in (select joining.event_no from joining)
),

first_recorded as (
    select child_id, min(first_date) as first_date
    from recorded
    group by child_id
),

days as (
    select
        remaining.child_id,
        remaining.event_date,
        max(case when remaining.is_end then 1 else 0 end) = 1 as ends,
        max(case when remaining.is_start then 1 else 0 end) = 1
        or row_number() over (partition by remaining.child_id order by remaining.event_date) = 1
        and remaining.event_date < coalesce(min(first_recorded.first_date), date '9999-12-31') as starts
    from remaining
    left join first_recorded on remaining.child_id = first_recorded.child_id
    group by remaining.child_id, remaining.event_date
),

standing as (
    select
        days.*,
        coalesce(
            max(case when starts and not ends then event_date end) over earlier_days
            > coalesce(max(case when ends and not starts then event_date end) over earlier_days, date '0001-01-01'),
            false
        ) as was_open
    from days
    window earlier_days as (
        partition by child_id order by event_date rows between unbounded preceding and 1 preceding
    )
),

beginning as (
    select
        standing.*,
        starts and (ends or not was_open) as begins
    from standing
),

numbered as (
    select
        beginning.*,
        sum(case when begins then 1 else 0 end) over so_far as episodes_so_far,
        max(case when begins then event_date end) over so_far as last_began
    from beginning
    window so_far as (
        partition by child_id order by event_date rows between unbounded preceding and current row
    )
),

staying as (
    select
        remaining.event_no,
        remaining.child_id,
        recorded.episode_id,
        row_number() over (
            partition by remaining.event_no order by recorded.first_date desc, recorded.episode_id desc
        ) as preference
    from remaining
    inner join numbered
        on remaining.child_id = numbered.child_id and remaining.event_date = numbered.event_date
    inner join recorded
        on remaining.child_id = recorded.child_id
        and remaining.event_date >= recorded.first_date
        and recorded.first_date >= coalesce(numbered.last_began, date '0001-01-01')
    where not numbered.was_open and not numbered.begins
),

derived_episodes as (
    select event_no, child_id, episode_id from joining where preference = 1
    union all
    select event_no, child_id, episode_id from staying where preference = 1
    union all
    select
        remaining.event_no,
        remaining.child_id,
        'derived-' || cast(
            case
                when
                    numbered.was_open and numbered.begins
                    and remaining.event_type in ('case_closed', 'transferred_out', 'closure_summary')
                    then numbered.episodes_so_far - 1
                else numbered.episodes_so_far
            end as integer
        ) as episode_id
    from remaining
    inner join numbered
        on remaining.child_id = numbered.child_id and remaining.event_date = numbered.event_date
    where remaining.event_no not in (select staying.event_no from staying)
)

select * from derived_episodes
