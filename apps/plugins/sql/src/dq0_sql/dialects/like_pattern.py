"""The compiler's regular expressions of LIKE, back as patterns of LIKE: databases match these in bounded time."""

from __future__ import annotations

import re

from dq0_sql.dialects.port import Patterns
from dq0_sql.dialects.terms import NotTranslated

_PIECE = re.compile(r'\.\*|\.|[A-Za-z0-9]|\\x\{([0-9A-F]+)\}')


def like_pattern(expression: str, patterns: Patterns) -> str:
    """A pattern as a dialect writes it.

    Raises:
        NotTranslated: an expression that did not come from LIKE, or a `_` that may be half a character there.
    """
    pieces, place = [], 0
    while place < len(expression):
        found = _PIECE.match(expression, place)
        if found is None:
            raise NotTranslated('a regular expression')
        place = found.end()
        pieces.append(_piece(found, patterns))
    return ''.join(pieces)


def _piece(found: re.Match[str], patterns: Patterns) -> str:
    if found[0] == '.*':
        return '%'
    if found[0] == '.':
        if not patterns.one:
            raise NotTranslated('a pattern with _')
        return '_'
    letter = found[0] if found[1] is None else chr(int(found[1], 16))
    return f'{patterns.escape}{letter}' if letter in patterns.special else letter
