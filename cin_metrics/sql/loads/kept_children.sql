-- The table of children as it is kept
-- Grain: one row per child on whom a table of children was given.
-- Reads: children.
select * from children
