"""Why a database cannot be used: a code for programs, words for the owner. Never a value of the data."""

from __future__ import annotations

from typing import Literal

from dq0_fetch.ingest.problems import LineProblem

Trouble = Literal["SOURCE_UNREACHABLE", "SOURCE_LOGIN", "SOURCE_RIGHTS", "SOURCE_MISMATCH"]


class SourceError(Exception):
    """The source cannot be used as the definition says."""

    def __init__(self, trouble: Trouble, problems: list[LineProblem]) -> None:
        super().__init__("; ".join(placed(problem) for problem in problems))
        self.trouble: Trouble = trouble
        self.problems = problems


def at_source(trouble: Trouble, reason: str) -> SourceError:
    """Trouble with the source as a whole."""
    return SourceError(trouble, [{"table": "", "line": None, "column": None, "reason": reason}])


def placed(problem: LineProblem) -> str:
    """A problem with its place in front."""
    if problem["table"] == "":
        return problem["reason"]
    column = "" if problem["column"] is None else f".{problem['column']}"
    return f"table {problem['table']}{column}: {problem['reason']}"
