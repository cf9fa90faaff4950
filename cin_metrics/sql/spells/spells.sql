-- Spells: what state a child was in, and when
-- Grain: one row per spell; end_date is empty while it is open at the as-of date.
-- Reads: episode_spells, absence_spells, in_need_spells, plan_spells, episode_cohort_sets.
with every_spell as (
    select episode_no, 'episode' as spell, start_date, end_date, started_by, ended_by from episode_spells
    union all
    select episode_no, spell, start_date, end_date, started_by, ended_by from absence_spells
    union all
    select episode_no, 'in_need' as spell, start_date, end_date, started_by, ended_by from in_need_spells
    union all
    select episode_no, 'plan' as spell, start_date, end_date, started_by, ended_by from plan_spells
),

spells as (
    select
        cast(row_number() over (
            order by every_spell.episode_no, every_spell.spell, every_spell.start_date, every_spell.end_date nulls last
        ) as integer) as spell_no,
        every_spell.*,
        coalesce(episode_cohort_sets.cohort_set, '') as cohort_set
    from every_spell
    left join episode_cohort_sets on every_spell.episode_no = episode_cohort_sets.episode_no
)

select * from spells
