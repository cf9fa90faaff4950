-- Children in need now
-- Grain: one row per open in_need spell at the as-of date.
-- Reads: spells, episodes, held, episode_cohorts, parameters. Long-term disability support (cwd) is told apart.
select
    spells.spell_no,
    spells.episode_no,
    episodes.child_id,
    episodes.episode_id,
    spells.start_date,
    held.team,
    held.worker,
    coalesce(disabled.cohort is not null, false) as is_cwd
from spells
cross join parameters
inner join episodes on spells.episode_no = episodes.episode_no
left join held
    on spells.episode_no = held.episode_no
    and parameters.as_of >= held.from_date
    and parameters.as_of < held.until_date
left join episode_cohorts as disabled
    on spells.episode_no = disabled.episode_no and disabled.cohort = 'cwd'
where spells.spell = 'in_need' and spells.end_date is null
