"""What a dialect must print. Every text is given for operands that are columns or constants: they may be repeated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from dq0_sql.dialects.terms import Kind, NotTranslated


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

    @property
    def counting(self) -> str:
        """The function that counts, as a 64-bit integer."""
        ...

    @property
    def patterns(self) -> Patterns:
        """How patterns of LIKE are written."""
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
        """LIKE with the escape of `patterns`."""
        ...

    def total(self, value: str) -> str:
        """An exact sum of integers, of whatever text: it is read once."""
        ...

    def short_total(self, value: str) -> str | None:
        """An exact sum of integers of 32 bits as one of 64 bits, read once; None where there is none but `total`."""
        ...

    def condition(self, value: str) -> str:
        """A value that is true or false where a condition stands."""
        ...

    def truth(self, condition: str) -> str:
        """A condition where a value stands."""
        ...

    def told_apart(self, value: str, kind: Kind) -> str:
        """A value as it is compared, ordered and grouped by: byte-wise, without padding."""
        ...

    def parted(self, value: str, kind: Kind) -> str:
        """A value that windows are parted by."""
        ...

    def frame(self, words: str, ordered: list[Kind]) -> str:
        """A frame of rows or of peers, beside the kinds that the window is ordered by."""
        ...


@dataclass(frozen=True)
class Patterns:
    """The escape of LIKE, the characters that need it, and whether `_` is one character, whichever it is."""

    escape: str = '|'
    special: str = '%_|'
    one: bool = True


class Ordinary:
    """What most dialects share: a condition is a value, and values are told apart as they stand."""

    counting = 'COUNT'
    patterns = Patterns()

    def short_total(self, value: str) -> str | None:
        return None

    def condition(self, value: str) -> str:
        return value

    def truth(self, condition: str) -> str:
        return condition

    def told_apart(self, value: str, kind: Kind) -> str:
        return value

    def parted(self, value: str, kind: Kind) -> str:
        return self.told_apart(value, kind)

    def frame(self, words: str, ordered: list[Kind]) -> str:
        return words


MARKER = re.compile('\x01(\\d+)\x01')
"""Finds what `marker` has made, with its position."""


def marker(position: int) -> str:
    """Stands for a parameter until the whole statement is known."""
    return f'\x01{position}\x01'


def unordered(words: str) -> str:
    """A frame where none may stand without an order: all rows are in it, as they are without one.

    Raises:
        NotTranslated: some are not.
    """
    if words != 'ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING':
        raise NotTranslated('a frame without an order')
    return ''


def passing_null(name: str, operands: list[str]) -> list[str]:
    """NULL among the operands of an extreme is passed over, where the dialect would make the whole NULL of it."""
    if name == 'coalesce':
        return operands
    turned = [operands[index:] + operands[:index] for index in range(len(operands))]
    return [f'coalesce({", ".join(one)})' for one in turned]
