"""The compiler's regular expressions of LIKE, back as patterns of LIKE: databases match these in bounded time."""

from __future__ import annotations

import re

from dq0_sql.dialects.terms import NotTranslated

_PIECE = re.compile(r'\.\*|\.|[A-Za-z0-9]|\\x\{([0-9A-F]+)\}')


def like_pattern(expression: str) -> str:
    """A pattern with `|` as its escape.

    Raises:
        NotTranslated: an expression that did not come from LIKE.
    """
    pieces, place = [], 0
    while place < len(expression):
        found = _PIECE.match(expression, place)
        if found is None:
            raise NotTranslated('a regular expression')
        place = found.end()
        pieces.append(_piece(found))
    return ''.join(pieces)


def _piece(found: re.Match[str]) -> str:
    if found[0] == '.*':
        return '%'
    if found[0] == '.':
        return '_'
    letter = found[0] if found[1] is None else chr(int(found[1], 16))
    return f'|{letter}' if letter in '%_|' else letter
