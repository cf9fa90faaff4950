-- How often each finding arises in an extract, and for how many of how many children
-- Grain: one row per question for all teams together (team is empty), and one per question and team.
-- Reads: asked_questions (finding), found_children (finding, team, child_id, times), team_children (team, child_id).
-- A team's children are all those for whom any event names it, so a child of two teams counts in both and once in all.
with places as (
    select true as is_whole, cast(null as varchar) as team, count(distinct child_id) as of_children
    from team_children
    union all
    select false as is_whole, team, count(distinct child_id) as of_children
    from team_children
    where team is not null
    group by team
),

arisen as (
    select
        finding,
        true as is_whole,
        cast(null as varchar) as team,
        sum(times) as times,
        count(distinct child_id) as children
    from found_children
    group by finding
    union all
    select finding, false as is_whole, team, sum(times) as times, count(distinct child_id) as children
    from found_children
    where team is not null
    group by finding, team
),

finding_counts as (
    select
        asked_questions.finding,
        places.team,
        cast(coalesce(arisen.times, 0) as bigint) as times,
        coalesce(arisen.children, 0) as children,
        places.of_children
    from asked_questions
    cross join places
    left join arisen
        on asked_questions.finding = arisen.finding
        and places.is_whole = arisen.is_whole
        and (places.is_whole or places.team = arisen.team)
    order by asked_questions.finding, places.is_whole desc, places.team
)

select * from finding_counts
