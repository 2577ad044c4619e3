"""Pieces of SQL in another dialect, each with the kind of its value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal['null', 'truth', 'integer', 'huge', 'decimal', 'real', 'text', 'day', 'moment', 'digest']
_WIDTH: dict[Family, int] = {'null': 0, 'integer': 1, 'huge': 2, 'decimal': 3, 'real': 4}


@dataclass(frozen=True)
class Kind:
    """What a value is: 64-bit or 128-bit integer, decimal of a scale, double, text, day, microsecond, true or false."""

    family: Family
    scale: int = 0


NULL, TRUTH, INTEGER, HUGE, REAL = Kind('null'), Kind('truth'), Kind('integer'), Kind('huge'), Kind('real')
TEXT, DAY, MOMENT, DIGEST = Kind('text'), Kind('day'), Kind('moment'), Kind('digest')


@dataclass(frozen=True)
class Term:
    """SQL that may be evaluated once `step` steps are behind it.

    `plain` marks a bare name or a constant, `condition` what some dialects take in conditions only, not as a value.
    """

    text: str
    kind: Kind
    step: int = 0
    plain: bool = False
    aggregate: bool = False
    condition: bool = False


def widest(kinds: list[Kind]) -> Kind:
    """The kind that holds values of all of these."""
    first = next((kind for kind in kinds if kind.family != 'null'), NULL)
    if first.family not in _WIDTH:
        return first
    return max(kinds, key=lambda kind: (_WIDTH[kind.family], kind.scale))


class NotTranslated(Exception):
    """The statement holds a form that this dialect has no total counterpart for."""
