"""Tries to break out of a sandbox that holds no data. Standard library only."""
