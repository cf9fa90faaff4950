-- episode_length, plan_length: what is open now, by months since it started
-- Grain: one row per open episode or plan and band.
-- Reads: spells, bands, held, parameters. A band includes its lower bound.
with open_spells as (
    select
        case when spells.spell = 'plan' then 'plan_length' else 'episode_length' end as measure,
        spells.episode_no,
        spells.start_date,
        parameters.as_of
    from spells
    cross join parameters
    where spells.spell in ('episode', 'plan') and spells.end_date is null
),

cases as (
    select
        open_spells.measure,
        open_spells.episode_no,
        held.team,
        held.worker,
        open_spells.as_of as counted_on,
        bands.band as detail,
        case
            when
                cast(open_spells.start_date + bands.from_months * interval '1' month as date) <= open_spells.as_of
                and coalesce(
                    cast(open_spells.start_date + bands.until_months * interval '1' month as date) > open_spells.as_of,
                    true
                )
                then 1
            else 0
        end as numerator,
        1 as denominator
    from open_spells
    cross join bands
    left join held
        on open_spells.episode_no = held.episode_no
        and open_spells.as_of >= held.from_date
        and open_spells.as_of < held.until_date
)

select * from cases
