"""Recursion as deep as in the planner, and seeds that are printed."""

from __future__ import annotations

import sys

from hypothesis import settings

from dq0_sql.planner import RECURSION_LIMIT

sys.setrecursionlimit(RECURSION_LIMIT)
settings.register_profile('commit', derandomize=True, deadline=None, print_blob=True)
settings.load_profile('commit')
