"""LIKE patterns as regular expressions.

The database's own LIKE may backtrack; its regular expressions (RE2) run in time linear in the text. Every character but
a letter or digit is escaped by its code point, so a pattern can never be more than a pattern.
"""

from __future__ import annotations

import re

from dq0_sql.refusal import Refused, Span

MAX_PATTERN = 200


def pattern_expression(pattern: str, span: Span | None) -> str:
    """RE2 syntax that fully matches what the LIKE pattern matches; `%` any characters, `_` exactly one.

    Raises:
        Refused: LIKE_PATTERN when the pattern is too long.
    """
    if len(pattern) > MAX_PATTERN:
        raise Refused('LIKE_PATTERN', f'A pattern may have {MAX_PATTERN} characters.', 'Shorten it.', span)
    return ''.join(_piece(part) for part in re.findall(r'%+|.', pattern, re.DOTALL))


def _piece(part: str) -> str:
    if part[0] == '%':
        return '.*'
    if part == '_':
        return '.'
    return part if part.isascii() and part.isalnum() else f'\\x{{{ord(part):X}}}'
