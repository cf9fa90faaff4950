-- Who held a case, team and worker side by side
-- Grain: one row per episode and stretch of days with the same team and worker; together they cover every day.
-- Reads: holders, episode_spells. A team or worker never named stays empty.
with teams as (
    select episode_no, holder as team, from_date, until_date
    from holders
    where kind = 'team'
    union all
    select episode_no, null as team, date '0001-01-01' as from_date, date '9999-12-31' as until_date
    from episode_spells
    where episode_no not in (select episode_no from holders where kind = 'team')
),

workers as (
    select episode_no, holder as worker, from_date, until_date
    from holders
    where kind = 'worker'
    union all
    select episode_no, null as worker, date '0001-01-01' as from_date, date '9999-12-31' as until_date
    from episode_spells
    where episode_no not in (select episode_no from holders where kind = 'worker')
),

held as (
    select
        teams.episode_no,
        teams.team,
        workers.worker,
        greatest(teams.from_date, workers.from_date) as from_date,
        least(teams.until_date, workers.until_date) as until_date
    from teams
    inner join workers
        on teams.episode_no = workers.episode_no
        and teams.from_date < workers.until_date
        and workers.from_date < teams.until_date
)

select * from held
