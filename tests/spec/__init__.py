"""Small tables in, expected rows out, and why: these are also the documentation."""
