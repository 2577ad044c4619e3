"""What a dialect must print. Every text is given for operands that are columns or constants: they may be repeated."""

from __future__ import annotations

import re
from typing import Protocol

from dq0_sql.dialects.terms import Kind


class Dialect(Protocol):
    """Total forms: none raises on any row, whatever is in it."""

    @property
    def name(self) -> str:
        """As a plan names it."""
        ...

    @property
    def fence(self) -> str:
        """Ends a sub-query that must be computed as it stands, so that its columns may be used many times."""
        ...

    def quoted(self, name: str) -> str:
        """An identifier."""
        ...

    def markers(self, sql: str, parameters: list[str | bool]) -> tuple[str, list[str | bool]]:
        """The statement with the server's own parameter signs for those of `marker`, and the values in its order."""
        ...

    def constant(self, marker: str, kind: Kind) -> str:
        """A bound parameter of a kind."""
        ...

    def stored(self, column: str, kind: Kind) -> str:
        """A column of the source as a value of a kind; NULL where it has no counterpart."""
        ...

    def cast(self, value: str, source: Kind, target: Kind) -> str:
        """A try-cast between two kinds."""
        ...

    def arithmetic(self, operator: str, left: str, right: str, kind: Kind) -> str:
        """+ - * of two values of one kind; doubles that overflow give infinity or NULL."""
        ...

    def quotient(self, left: str, right: str) -> str:
        """Division of doubles by one that is not zero."""
        ...

    def whole_quotient(self, left: str, right: str) -> str:
        """Integer division towards zero by one that is not zero."""
        ...

    def remainder(self, left: str, right: str, kind: Kind) -> str:
        """The remainder of integers, with the sign of the dividend; the divisor is not zero."""
        ...

    def function(self, name: str, operands: list[str], kinds: list[Kind]) -> str | None:
        """A function by the name DuckDB has for it; None where there is none."""
        ...

    def like(self, value: str, pattern: str) -> str:
        """LIKE with `|` as the escape."""
        ...

    def total(self, value: str) -> str:
        """An exact sum of integers, of whatever text: it is read once."""
        ...


MARKER = re.compile('\x01(\\d+)\x01')
"""Finds what `marker` has made, with its position."""


def marker(position: int) -> str:
    """Stands for a parameter until the whole statement is known."""
    return f'\x01{position}\x01'
