-- Word lists: the different words of each column that is stored as places in a list
-- Grain: one row per column and word.
-- Reads: read_words, episodes.
with word_lists as (
    select distinct column_name, reading as word from read_words where reading is not null
    union all
    select distinct 'child_id' as column_name, child_id as word from episodes
    union all
    select distinct 'episode_id' as column_name, episode_id as word from episodes
)

select * from word_lists
