"""Data sets that live in a database: what is there is checked, and compiled statements run there, read-only."""
