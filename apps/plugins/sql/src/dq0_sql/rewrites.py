"""Texts to write instead of a refused one: offered only where the planner gets further with them.

They come from the text and published names alone, and are tried by the planner itself; a data set whose definition is
not published gets none, because whether one helps would tell of its columns.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dq0_sql.definition import Definition, Table
from dq0_sql.keywords import FUNCTIONS
from dq0_sql.lexer import LexedText, lex
from dq0_sql.refusal import Refused, RewriteJson, Span, utf16_offset
from dq0_sql.unit_path import unit_path

_MEANT = {
    'MEAN': 'AVG', 'AVERAGE': 'AVG', 'STDEV': 'STDDEV', 'STD': 'STDDEV', 'STDDEVP': 'STDDEV_POP', 'VARP': 'VAR_POP',
    'PERCENTILE': 'QUANTILE', 'APPROX_QUANTILE': 'QUANTILE', 'QUANTILE_CONT': 'QUANTILE', 'LEN': 'LENGTH',
    'NVL': 'COALESCE', 'ISNULL': 'COALESCE', 'UCASE': 'UPPER', 'LCASE': 'LOWER', 'IIF': 'IF', 'COVAR': 'COVAR_SAMP',
    'TRUNC': 'FLOOR',
}  # fmt: skip
"""Functions of other dialects and what this language calls them."""
_QUANTILES = {'MAX': '0.995', 'MIN': '0.005'}
_TAIL = ('HAVING', 'ORDER', 'LIMIT')
_COMPARISONS = frozenset({'=', '<>', '!=', '<', '>', '<=', '>=', 'LIKE', '(', ','})


@dataclass(frozen=True)
class Rewrite:
    """Text to put in place of a half-open range of code points."""

    span: Span
    text: str

    def applied(self, text: str) -> str:
        return text[: self.span[0]] + self.text + text[self.span[1] :]

    def to_json(self, text: str) -> RewriteJson:
        return {'position': [utf16_offset(text, self.span[0]), utf16_offset(text, self.span[1])], 'text': self.text}


@dataclass(frozen=True)
class _Place:
    """A refused text with its tokens, the place that was refused, and the names that are published."""

    text: str
    lexed: LexedText
    span: Span
    definition: Definition

    @property
    def word(self) -> str:
        return self.text[self.span[0] : self.span[1]]

    def names(self) -> list[str]:
        tables = self.definition.tables
        return [table.name for table in tables] + [column.name for table in tables for column in table.columns]

    def before_tail(self) -> int:
        """Where a GROUP BY of the outer query would end: before its HAVING, ORDER BY or LIMIT."""
        depth = 0
        for token in self.lexed.tokens:
            depth += {'(': 1, ')': -1}.get(token.upper, 0)
            if depth == 0 and token.kind == 'word' and token.upper in _TAIL:
                return token.span[0]
        return self.lexed.whole[1]


def rewrite_of(
    definition: Definition, text: str, refused: Refused, attempt: Callable[[str], Refused | None]
) -> Rewrite | None:
    """The first rewrite of a refused text that is accepted, else the first that is refused later in the text only.

    Args:
        attempt: plans a text; None where it is accepted.
    """
    rule = _RULES.get(refused.code)
    if rule is None or refused.span is None or not definition.published:
        return None
    further: Rewrite | None = None
    for rewrite in rule(_Place(text, _tokens(text, refused), refused.span, definition)):
        found = attempt(rewrite.applied(text))
        if found is None:
            return rewrite
        if further is None and found.span is not None and found.span[0] >= rewrite.span[0] + len(rewrite.text):
            further = rewrite
    return further


def _tokens(text: str, refused: Refused) -> LexedText:
    """The tokens of a text; of its first statement where there are more."""
    if refused.code == 'MANY_STATEMENTS' and refused.span is not None:
        return lex(text[: refused.span[0]])
    return lex(text)


def _rows(place: _Place) -> Iterator[Rewrite]:
    if place.word != '*' and not place.word.endswith('.*'):
        yield from _grouped(place)
    yield Rewrite(place.span, 'COUNT(*)')


def _grouped(place: _Place) -> Iterator[Rewrite]:
    at = place.before_tail()
    trailing = len(place.text[:at]) - len(place.text[:at].rstrip())
    grouped = any(token.upper == 'GROUP' and token.kind == 'word' for token in place.lexed.tokens)
    joined = ', ' if grouped else ' GROUP BY '
    yield Rewrite((at - trailing, at - trailing), f'{joined}{place.word}')
    yield Rewrite(place.span, f'AVG({place.word})')


def _extreme(place: _Place) -> Iterator[Rewrite]:
    name, opened, rest = place.word.partition('(')
    share = _QUANTILES.get(name.strip().upper())
    if share is not None and opened and rest.endswith(')'):
        yield Rewrite(place.span, f'QUANTILE({rest[:-1].strip()}, {share})')


def _misspelt(place: _Place) -> Iterator[Rewrite]:
    typed = place.word.strip('"').rpartition('.')[2]
    named = {name.lower(): name for name in place.names()}
    for close in difflib.get_close_matches(typed.lower(), list(named), n=3, cutoff=0.6):
        yield Rewrite(place.span, named[close])
    before = [token for token in place.lexed.tokens if token.span[1] <= place.span[0]]
    if '.' not in place.word and before and before[-1].upper in _COMPARISONS:
        yield Rewrite(place.span, "'" + typed.replace("'", "''") + "'")


def _ambiguous(place: _Place) -> Iterator[Rewrite]:
    for table in place.definition.tables:
        yield Rewrite(place.span, f'{table.name}.{place.word}')


def _unbounded(place: _Place) -> Iterator[Rewrite]:
    name, opened, rest = place.word.partition('(')
    if opened and rest.endswith(')'):
        yield Rewrite(place.span, f'{name}(CLAMP({rest[:-1]}, 0, 100000))')


def _function(place: _Place) -> Iterator[Rewrite]:
    typed = place.word.upper()
    if typed in _MEANT:
        yield Rewrite(place.span, _MEANT[typed])
    for close in difflib.get_close_matches(typed, sorted(FUNCTIONS), n=3, cutoff=0.7):
        yield Rewrite(place.span, close)


def _one_statement(place: _Place) -> Iterator[Rewrite]:
    yield Rewrite((place.lexed.whole[1], len(place.text)), '')


def _limit_inside(place: _Place) -> Iterator[Rewrite]:
    """Takes the clauses out of the sub-query; its LIMIT moves to the end of the query."""
    tokens = place.lexed.tokens
    opened = max((token.span[0] for token in tokens if token.upper == '(' and token.span[0] < place.span[0]), default=0)
    inside = [token for token in tokens if opened <= token.span[0]]
    first = next((token for token in inside if token.upper in {'ORDER', 'LIMIT'}), None)
    if first is None:
        return
    depth, end = 0, first.span[1]
    for token in (token for token in inside if token.span[0] >= first.span[0]):
        depth += {'(': 1, ')': -1}.get(token.upper, 0)
        if depth < 0:
            break
        end = token.span[1]
    limit = next((token for token in inside if token.upper == 'LIMIT' and token.span[1] <= end), None)
    outer = any(token.upper == 'LIMIT' and token.span[0] >= end for token in tokens)
    moved = '' if limit is None or outer else f' {place.text[limit.span[0] : end]}'
    start, close = len(place.text[: first.span[0]].rstrip()), place.lexed.whole[1]
    yield Rewrite((start, close), place.text[end:close] + moved)


def _distinct(place: _Place) -> Iterator[Rewrite]:
    """SELECT DISTINCT a, b becomes a count by a and b."""
    source = next((token for token in place.lexed.tokens if token.upper == 'FROM'), None)
    if source is None or place.lexed.tokens[0].upper != 'SELECT' or place.lexed.find('GROUP', 'UNION') is not None:
        return
    columns = place.text[place.span[1] : source.span[0]].strip()
    tail = place.before_tail()
    body, rest = place.text[source.span[0] : tail].rstrip(), place.text[tail:]
    grouped = f'{columns}, COUNT(*) {body} GROUP BY {columns} {rest}'.rstrip()
    yield Rewrite((place.span[0], len(place.text)), grouped)


def _no_aggregate(place: _Place) -> Iterator[Rewrite]:
    depth = 0
    for token in place.lexed.tokens:
        depth += {'(': 1, ')': -1}.get(token.upper, 0)
        if depth == 0 and token.upper == 'FROM':
            at = len(place.text[: token.span[0]].rstrip())
            yield Rewrite((at, at), ', COUNT(*)')


def _units_too(place: _Place) -> Iterator[Rewrite]:
    """A join of tables by another column equates their units beside it."""
    inside = [token for token in place.lexed.tokens if place.span[0] <= token.span[0] < place.span[1]]
    dotted = [first for first, second in itertools.pairwise(inside) if second.upper == '.']
    sides = list(dict.fromkeys(place.text[slice(*token.span)] for token in dotted))
    named = {name: _unit_name(place.definition, table) for name, table in _tables_named(place).items()}
    units = [(side, named.get(side.strip('"').lower())) for side in sides]
    if len(units) == 2 and all(unit is not None for _, unit in units):
        (left, of_left), (right, of_right) = units
        yield Rewrite((place.span[1], place.span[1]), f' AND {left}.{of_left} = {right}.{of_right}')


def _tables_named(place: _Place) -> dict[str, Table]:
    """Tables by their names in the text and by what follows them there."""
    tables = {table.name.lower(): table for table in place.definition.tables}
    found: dict[str, Table] = {}
    words = [token for token in place.lexed.tokens if token.upper != 'AS']
    for token, after in itertools.pairwise(words):
        table = tables.get(place.text[slice(*token.span)].strip('"').lower())
        if table is not None:
            found |= {table.name.lower(): table, place.text[slice(*after.span)].strip('"').lower(): table}
    return found


def _unit_name(definition: Definition, table: Table) -> str | None:
    if table.unit_kind != 'path':
        return table.unit_column
    steps = unit_path(definition, table)
    return None if isinstance(steps, str) else steps[-1].table.unit_column


def _union(place: _Place) -> Iterator[Rewrite]:
    if place.word.upper() == 'UNION':
        yield Rewrite(place.span, f'{place.word} ALL')


_RULES: dict[str, Callable[[_Place], Iterator[Rewrite]]] = {
    'ROWS': _rows, 'NOT_GROUPED': _grouped, 'MIN_MAX': _extreme, 'COLUMN_UNKNOWN': _misspelt,
    'TABLE_UNKNOWN': _misspelt, 'COLUMN_AMBIGUOUS': _ambiguous, 'UNBOUNDED': _unbounded,
    'FUNCTION_UNKNOWN': _function, 'MANY_STATEMENTS': _one_statement, 'LIMIT_INSIDE': _limit_inside,
    'DISTINCT': _distinct, 'NO_AGGREGATE': _no_aggregate, 'SET_OPERATION': _union,
    'JOIN_UNIT': _units_too,
}  # fmt: skip
