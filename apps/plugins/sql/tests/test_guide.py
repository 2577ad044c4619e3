"""`docs/guide/sql.md` says what the planner does."""

from __future__ import annotations

from dq0_sql.function_calls import FUNCTIONS
from dq0_sql.keywords import FUNCTIONS as WORDS
from guide import FILE, SECTIONS, written


def test_the_guide_is_fresh() -> None:
    assert FILE.read_text() == written(), 'write it anew: python tests/guide.py'


def test_every_function_is_in_the_guide() -> None:
    text = FILE.read_text()
    synonyms = {'TRY_CAST', 'CEILING', 'POW', 'SUBSTR', 'CHAR_LENGTH'}
    assert not [word for word in sorted(WORDS - synonyms) if word not in text]
    assert len(FUNCTIONS) > 30
    assert sum(len(constructs) for _, _, constructs in SECTIONS) > 30
