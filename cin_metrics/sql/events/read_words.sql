-- Read words: what each different cell of a column of words says
-- Grain: one row per column of words and per different cell in it that is not blank.
-- Reads: given_words, vocabulary.
-- A reading is null where the cell says nothing that is known (event types, yes and no). Words of
-- the vocabulary are known whatever their case and spacing; other outcomes, and teams and workers, stay as they are.
with trimmed as (
    select
        column_name,
        given,
        regexp_replace(given, '^[\s\p{Z}\p{C}]+|[\s\p{Z}\p{C}]+$', '', 'g') as word
    from given_words
    where given is not null
),

tidied as (
    select
        column_name,
        given,
        word,
        trim(regexp_replace(lower(word), '[^a-z0-9]+', '_', 'g'), '_') as tidy,
        regexp_replace(
            trim(regexp_replace(lower(word), '\s*;[\s;]*', ';', 'g'), '; '), '[\s-]+', '_', 'g'
        ) as tidy_list
    from trimmed
    where word <> ''
),

read_words as (
    select
        tidied.column_name,
        tidied.given,
        case
            when tidied.column_name = 'event_type' then vocabulary.word
            when tidied.column_name in ('child_seen', 'seen_alone') then
                case
                    when tidied.tidy in ('yes', 'y', 'true', '1') then 'yes'
                    when tidied.tidy in ('no', 'n', 'false', '0') then 'no'
                end
            when tidied.column_name = 'outcome' then coalesce(vocabulary.word, tidied.word)
            when tidied.column_name in ('chaired_by', 'cohort') then nullif(tidied.tidy_list, '')
            else tidied.word
        end as reading
    from tidied
    left join vocabulary on tidied.column_name = vocabulary.column_name and tidied.tidy = vocabulary.tidy
)

select * from read_words
